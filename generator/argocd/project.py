"""What one AppProject allows: exactly what its Applications render.

Fields: https://argo-cd.readthedocs.io/en/stable/operator-manual/project-specification/
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from generator.argocd.application import settings
from generator.model import OMIT, App, Manifest, Scene

_ANYTHING = [{"group": "*", "kind": "*"}]


def root_project(scene: Scene) -> dict[str, Any]:
    """The root's project: it may deploy Applications and AppProjects, and nothing else."""
    facts = settings(scene)
    kinds = [{"group": "argoproj.io", "kind": "AppProject"}, {"group": "argoproj.io", "kind": "Application"}]
    return {
        "description": f"Root of {scene.environment}: the Applications and projects themselves",
        "sourceRepos": [scene.settings["repository"]["url"]],
        "destinations": [{"server": facts["server"], "namespace": facts["namespace"]}],
        "clusterKinds": [],
        "namespacedKinds": kinds,
        "orphanedResources": OMIT,
        "syncWindows": OMIT,
    }


def domain_project(
    scene: Scene, domain: str, values: Mapping[str, Any], manifests: Sequence[Manifest], charts: Sequence[App]
) -> dict[str, Any]:
    """A domain's project, derived from what it renders and the charts it installs."""
    own = values.get("argocd", {})
    server = scene.settings["cluster"]["server"]
    repositories = {scene.settings["repository"]["url"], *own.get("sourceRepos", ())}
    places = namespaces(manifests) | set(own.get("namespaces", ()))
    for app in charts:
        repositories.add(app.values["chart"]["repository"])
        places |= {app.target.namespace, *app.values["namespaces"]}
    cluster_kinds = _kinds(m for m in manifests if not m.id.namespace)
    namespaced = _kinds(m for m in manifests if m.id.namespace)
    described = values.get("description") or scene.settings.get("domains", {}).get(domain, {}).get("description")
    return {
        "description": described or f"The {domain} domain in {scene.environment}",
        "sourceRepos": sorted(repositories),
        "destinations": [{"server": server, "namespace": name} for name in sorted(places)],
        # A chart's kinds are known only to Helm: CRDs, webhooks, cluster roles. Its project cannot list them.
        "clusterKinds": _ANYTHING if charts else cluster_kinds,
        "namespacedKinds": _ANYTHING if charts else namespaced,
        "orphanedResources": OMIT if charts else {"warn": True},
        "syncWindows": [_window(row) for row in own.get("syncWindows", ())] or OMIT,
    }


def namespaces(manifests: Sequence[Manifest]) -> set[str]:
    """The namespaces that objects lie in or declare."""
    declared = {m.id.name for m in manifests if m.id.kind == "Namespace" and not m.id.group}
    return declared | {m.id.namespace for m in manifests if m.id.namespace}


def _kinds(manifests: Iterable[Manifest]) -> list[dict[str, str]]:
    return [{"group": group, "kind": kind} for group, kind in sorted({(m.id.group, m.id.kind) for m in manifests})]


def _window(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "kind": row["kind"],
        "schedule": row["schedule"],
        "duration": row["duration"],
        "timeZone": row["timeZone"],
        "manualSync": row["manualSync"],
        "applications": row["applications"],
    }
