"""What one Application says: source, destination, sync policy.

Fields and defaults: https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/ and
https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.model import OMIT, App, Scene

GENERATE_PATHS = "argocd.argoproj.io/manifest-generate-paths"
SYNC_OPTIONS = "argocd.argoproj.io/sync-options"
FINALIZERS = {
    "none": (),
    "background": ("resources-finalizer.argocd.argoproj.io/background",),
    "foreground": ("resources-finalizer.argocd.argoproj.io",),
}


def settings(scene: Scene) -> Mapping[str, Any]:
    """The environment's Argo CD settings."""
    found: Mapping[str, Any] = scene.settings["argocd"]
    return found


def git_source(scene: Scene, path: str) -> dict[str, Any]:
    """The source of an Application that reads a folder of rendered/; `path` is relative to rendered/."""
    repository = scene.settings["repository"]
    return {
        "repoURL": repository["url"],
        "targetRevision": repository.get("revision", "main"),
        "path": f"rendered/{path}",
    }


def chart_source(app: App) -> dict[str, Any]:
    """The source of an Application that installs an upstream chart."""
    chart = app.values["chart"]
    helm: dict[str, Any] = {"releaseName": app.values.get("releaseName", app.name)}
    if app.values["skipCrds"]:
        helm["skipCrds"] = True
    if app.values["values"]:
        helm["valuesObject"] = app.values["values"]
    return {
        "repoURL": chart["repository"],
        "chart": chart["name"],
        "targetRevision": chart["version"],
        "helm": helm,
    }


def notes(app: App, domain: Mapping[str, Any]) -> dict[str, str]:
    """Annotations of a child: what regenerates it, who may prune it, who is told."""
    said = {GENERATE_PATHS: ".", SYNC_OPTIONS: "Prune=confirm"}
    own = app.values.get("argocd", {}).get("notifications", {}) if app.scope != "domain" else {}
    inherited = domain.get("argocd", {}).get("notifications", {})
    for trigger in sorted({*inherited, *own}):
        services = {**inherited.get(trigger, {}), **own.get(trigger, {})}
        for service, recipients in sorted(services.items()):
            said[f"notifications.argoproj.io/subscribe.{trigger}.{service}"] = ";".join(recipients)
    return said


def policy(scene: Scene, app: App | None, options: Mapping[str, Any]) -> dict[str, Any]:
    """The sync policy's template values; `options` are Argosy's choices, the app's own win."""
    facts = settings(scene)
    own = app.values.get("argocd", {}) if app is not None and app.scope != "domain" else {}
    automated: Any = OMIT
    if own.get("automated", facts["automated"]):
        automated = {
            "prune": own.get("prune", facts["prune"]),
            "selfHeal": own.get("selfHeal", facts["selfHeal"]),
            "allowEmpty": False,
        }
    ignored = [_ignored(row) for row in own.get("ignoreDifferences", ())]
    chosen: dict[str, Any] = {
        "ApplyOutOfSyncOnly": True,
        "PruneLast": True,
        "ServerSideApply": True,
        "FailOnSharedResource": True,
        **options,
    }
    if ignored:
        chosen["RespectIgnoreDifferences"] = True
    chosen.update(own.get("syncOptions", {}))
    return {
        "automated": automated,
        "syncOptions": [f"{name}={_word(value)}" for name, value in sorted(chosen.items())],
        "retry": facts["retry"],
        "ignoreDifferences": ignored or OMIT,
        "revisionHistoryLimit": facts["revisionHistoryLimit"],
    }


def info(scene: Scene, app: App) -> Any:
    """Links that Argo CD shows beside the Application."""
    links: dict[str, str] = {}
    runbooks = scene.settings.get("monitoring", {}).get("runbooks")
    if runbooks and app.scope == "service":
        links["Runbook"] = f"{runbooks.rstrip('/')}/{app.name}"
    if app.scope != "domain":
        links.update(app.values.get("argocd", {}).get("links", {}))
    return [{"name": name, "value": value} for name, value in sorted(links.items())] or OMIT


def _ignored(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key != "reason" and not (key == "group" and not value)}


def _word(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
