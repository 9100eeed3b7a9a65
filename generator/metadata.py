"""The metadata every rendered object carries: name, namespace, recommended labels, sync wave.

Labels: https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/
"""

from __future__ import annotations

from typing import Any

from generator.model import App, View

WAVE = "argocd.argoproj.io/sync-wave"
MANAGER = "argosy"


def metadata(app: App, view: View, wave: int) -> dict[str, Any]:
    """The `metadata` of one object. Cluster-scoped objects (namespace "") have none."""
    labels: dict[str, str] = {
        "app.kubernetes.io/name": app.name,
        "app.kubernetes.io/instance": app.name,
        "app.kubernetes.io/part-of": app.domain,
        "app.kubernetes.io/managed-by": MANAGER,
        "domain": app.domain,
    }
    component = app.values.get("component")
    if component:
        labels["app.kubernetes.io/component"] = component
    labels.update(view.labels)
    made: dict[str, Any] = {"name": view.name, "labels": labels}
    namespace = app.target.namespace if view.namespace is None else view.namespace
    if namespace:
        made["namespace"] = namespace
    annotations = dict(view.annotations)
    if wave:
        annotations.setdefault(WAVE, str(wave))
    if annotations:
        made["annotations"] = annotations
    finalizers = view.data.get("finalizers")
    if finalizers:
        made["finalizers"] = finalizers
    return made
