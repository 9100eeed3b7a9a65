"""Where secrets come from: the ClusterSecretStores that ExternalSecrets name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator import mesh
from generator.model import OMIT, App, Scene, View

SCOPES = ("domain",)


def views(app: App, scene: Scene) -> Iterator[View]:
    """One ClusterSecretStore for each entry of `secretStores`."""
    for name, wanted in sorted(app.values["secretStores"].items()):
        data = {
            "refresh": wanted["refreshInterval"],
            "retries": wanted["retries"],
            "conditions": _conditions(app, scene, name, wanted),
            "vault": _vault(wanted["vault"]),
        }
        yield View("clustersecretstore", name, data, namespace="", source=("secretStores", name))


def _vault(vault: Mapping[str, Any]) -> dict[str, Any]:
    ca = vault.get("ca")
    return {
        "server": vault["server"],
        "path": vault["path"],
        "version": vault["version"],
        "namespace": vault.get("namespace", OMIT),
        "mount": vault["mountPath"],
        "role": vault["role"],
        "account": dict(vault["serviceAccount"]),
        "ca": {"type": ca["kind"], **{key: ca[key] for key in ("name", "key", "namespace")}} if ca else OMIT,
    }


def _conditions(app: App, scene: Scene, name: str, wanted: Mapping[str, Any]) -> Any:
    """The namespaces that may use the store; conditions are alternatives, so one with all names says it."""
    allowed = set(wanted.get("namespaces", ()))
    for domain in wanted.get("domains", ()):
        allowed |= set(mesh.domain_namespaces(scene, domain, app, f"secretStores.{name}.domains"))
    return [{"namespaces": sorted(allowed)}] if allowed else OMIT
