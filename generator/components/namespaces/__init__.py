"""The namespaces a domain owns: mesh label, pod security levels, quota and limits.

Sidecars decide how strict pod security can be: without Istio's CNI plugin every injected pod has an init container
with NET_ADMIN and NET_RAW, which only `privileged` lets in; with the plugin `baseline` is enforced. People are warned
at `restricted` either way, since that is what our own containers keep to.
https://kubernetes.io/docs/concepts/security/pod-security-standards/
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator import mesh
from generator.model import OMIT, App, Scene, View

SCOPES = ("service", "domain")

# Deleting a namespace deletes everything in it, so Argo CD asks first.
_KEEP = {"argocd.argoproj.io/sync-options": "Prune=confirm"}


def views(app: App, scene: Scene) -> Iterator[View]:
    """A Namespace for each entry of `namespaces`, with its quota and limits; for a service, that its own is among them.

    A namespace that no domain declares would be made by Argo CD: outside the mesh, and with no policy of anybody.
    """
    if app.scope == "service":
        declared = {name for domain in scene.domains for name, _ in mesh.namespaces(domain)}
        if declared and app.target.namespace not in declared:
            raise mesh.unknown(app, "namespace", "namespace", app.target.namespace, declared)
        return
    for name, spec in sorted(mesh.namespaces(app)):
        source = ("namespaces", name)
        if spec["create"]:
            labels = {**_labels(app, name, spec, scene), **spec.get("labels", {})}
            _check_labels(app, name, spec)
            annotations = {**_KEEP, **spec.get("annotations", {})}
            yield View("namespace", name, {}, labels, annotations, namespace="", source=source)
        if spec.get("quota"):
            yield View("resourcequota", name, {"hard": spec["quota"]}, namespace=name, source=(*source, "quota"))
        if spec.get("limits"):
            words = ("default", "defaultRequest", "min", "max")
            data = {"limits": {word: spec["limits"].get(word, OMIT) for word in words}}
            yield View("limitrange", name, data, namespace=name, source=(*source, "limits"))


def _labels(app: App, name: str, spec: Mapping[str, Any], scene: Scene) -> dict[str, str]:
    labels: dict[str, str] = {}
    revision = spec.get("revision") or mesh.setting(scene, "revision", "")
    if spec["mesh"]:
        labels |= {"istio.io/rev": revision} if revision else {"istio-injection": "enabled"}
    levels = spec["podSecurity"]
    for word in ("enforce", "audit", "warn"):
        level = _enforced(app, name, spec, scene) if word == "enforce" else levels[word]
        labels[f"pod-security.kubernetes.io/{word}"] = level
    return labels


def _enforced(app: App, name: str, spec: Mapping[str, Any], scene: Scene) -> str:
    needs_privileges = spec["mesh"] and not (scene.settings.get("mesh") or {}).get("cni")
    asked = spec["podSecurity"].get("enforce")
    if asked is None:
        return "privileged" if needs_privileges else "baseline"
    if needs_privileges and asked != "privileged":
        message = (
            f"{asked} would refuse every pod: without Istio's CNI plugin the sidecar's init container has NET_ADMIN"
        )
        fix = "install the plugin and set mesh.cni: true in the environment, or leave enforce out"
        key = f"namespaces.{name}.podSecurity.enforce"
        raise mesh.error(app, key, message, "sec-pod-security-level", fix)
    return str(asked)


def _check_labels(app: App, name: str, spec: Mapping[str, Any]) -> None:
    for label in sorted(spec.get("labels") or {}):
        if label in ("istio-injection", "istio.io/rev") or label.startswith("pod-security.kubernetes.io/"):
            fix = "use mesh, revision or podSecurity"
            key = f"namespaces.{name}.labels"
            raise mesh.error(app, key, f"{label} is set by other keys", "injection-label-conflict", fix)
