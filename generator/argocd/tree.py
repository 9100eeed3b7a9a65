"""The app-of-apps tree of one environment: the root, the projects and one Application per app."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from generator.argocd import application, project
from generator.argocd.waves import DOMAINS, PLATFORM, PROJECTS, SERVICES, platform_ranks
from generator.model import OMIT, App, Manifest, Origin, Path, Scene, Target, View

ROOT = "root"


@dataclass(frozen=True)
class Placed:
    """A view of the Argo CD tree, where its file goes (relative to rendered/) and the cluster that holds it."""

    view: View
    app: App
    path: str
    cluster: str
    wave: int = 0


def project_name(environment: str, domain: str) -> str:
    return f"{environment}-{domain}"


def tree(scene: Scene, manifests: Sequence[Manifest]) -> Iterator[Placed]:
    """Root, AppProjects and Applications of an environment, from what its apps really rendered."""
    by_app: dict[str, list[Manifest]] = {}
    by_domain: dict[str, list[Manifest]] = {}
    for manifest in manifests:
        if manifest.app is not None:
            by_app.setdefault(manifest.app.application, []).append(manifest)
            by_domain.setdefault(manifest.app.domain, []).append(manifest)
    charts: dict[str, list[App]] = {}
    for app in scene.platform:
        charts.setdefault(app.domain, []).append(app)
    domains = {app.name: app.values for app in scene.domains}
    yield from _root(scene)
    for domain in sorted({*by_domain, *charts}):
        yield _project(scene, domain, domains.get(domain, {}), by_domain.get(domain, []), charts.get(domain, []))
    ranks = platform_ranks(scene.platform)
    owned = {m.id.name for m in manifests if m.id.kind == "Namespace" and not m.id.group}
    for app in (*scene.services, *scene.domains):
        if app.application in by_app:
            wave = DOMAINS if app.scope == "domain" else SERVICES
            yield _application(scene, app, domains.get(app.domain, {}), wave, by_app[app.application], owned)
    for app in scene.platform:
        mine = by_app.get(app.application, [])
        yield _application(scene, app, domains.get(app.domain, {}), PLATFORM + ranks[app.name], mine, owned)


def _root(scene: Scene) -> Iterator[Placed]:
    facts = application.settings(scene)
    repository = scene.settings["repository"]
    app = App(
        ROOT,
        "argocd",
        Target(scene.environment, scene.settings["cluster"]["server"], facts["namespace"]),
        {},
        Origin("values/fleet.yaml", 1, 1),
        "environment",
    )
    name = project_name(scene.environment, ROOT)
    shape = project.root_project(scene)
    yield _placed(scene, View("appproject", name, shape, namespace=facts["namespace"]), app, PROJECTS)
    said = {
        **application.policy(scene, None, {}),
        "project": name,
        "source": {
            "repoURL": repository["url"],
            "targetRevision": repository.get("revision", "main"),
            "path": f"rendered/{scene.environment}/apps",
        },
        "sources": OMIT,
        "destination": {"server": facts["server"], "namespace": facts["namespace"]},
        "info": OMIT,
    }
    annotations = {application.GENERATE_PATHS: "."}
    view = View("application", name, said, annotations=annotations, namespace=facts["namespace"])
    yield Placed(view, app, f"{scene.environment}/root.yaml", facts["server"])


def _project(
    scene: Scene, domain: str, values: Mapping[str, Any], manifests: Sequence[Manifest], charts: Sequence[App]
) -> Placed:
    facts = application.settings(scene)
    owner = next((app for app in scene.domains if app.name == domain), None)
    app = owner or App(
        domain,
        domain,
        Target(scene.environment, scene.settings["cluster"]["server"], ""),
        values,
        Origin("values/fleet.yaml", 1, 1),
        "environment",
    )
    shape = project.domain_project(scene, domain, values, manifests, charts)
    view = View("appproject", project_name(scene.environment, domain), shape, namespace=facts["namespace"])
    return _placed(scene, view, app, PROJECTS)


def _application(
    scene: Scene, app: App, domain: Mapping[str, Any], wave: int, manifests: Sequence[Manifest], owned: set[str]
) -> Placed:
    facts = application.settings(scene)
    options: dict[str, Any] = {}
    if app.scope == "platform":
        sources = [application.chart_source(app)]
        if manifests:
            sources.append(application.git_source(scene, app.folder))
    else:
        sources = [application.git_source(scene, app.folder)]
    if app.target.namespace and app.target.namespace not in owned:
        # Two owners of one namespace fight over its labels, so this is for namespaces that no domain declares.
        options["CreateNamespace"] = True
    if any("." in m.id.group and not m.id.group.endswith(".k8s.io") for m in manifests):
        # Their CRDs come with another Application; a first sync must not fail on that.
        options["SkipDryRunOnMissingResource"] = True
    single = sources[0] if len(sources) == 1 else OMIT
    # A project that lists namespaces refuses a destination without one (argo-cd 11510), although every object of a
    # domain names its own.
    namespace = app.target.namespace or min(project.namespaces(manifests), default="")
    said = {
        **application.policy(scene, app, options),
        "project": project_name(scene.environment, app.domain),
        "source": single,
        "sources": sources if single is OMIT else OMIT,
        "destination": {"server": scene.settings["cluster"]["server"], "namespace": namespace or OMIT},
        "info": application.info(scene, app),
        "finalizers": list(application.FINALIZERS[facts["finalizer"]]),
    }
    view = View(
        "application",
        app.application,
        said,
        annotations=application.notes(app, domain),
        namespace=facts["namespace"],
        source=_source(app),
    )
    return _placed(scene, view, app, wave)


def _source(app: App) -> Path:
    return ("chart",) if app.scope == "platform" else ("argocd",)


def _placed(scene: Scene, view: View, app: App, wave: int) -> Placed:
    facts = application.settings(scene)
    labels = {**view.labels, "argosy.dev/environment": scene.environment}
    path = f"{scene.environment}/apps/{view.template}-{view.name}.yaml"
    return Placed(replace(view, labels=labels), app, path, facts["server"], wave)
