"""What the mesh's own configuration says, as far as it is here: extension providers, traffic to unknown hosts.

It is written in the values of Istio's chart, in an Istio or IstioOperator object, or in the ConfigMap `istio`.
Source: https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/ and istio pkg/config/mesh/mesh.go.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from generator.facts import kinds
from generator.facts.applications import declared, sources
from generator.facts.cluster import Cluster, get, mapping, rows
from generator.facts.fields import entries, text
from generator.facts.istio_hosts import root_namespace
from generator.model import Manifest

BUILT_IN = frozenset(("prometheus", "stackdriver", "envoy"))
"""Providers that istiod knows without being told."""

ALLOW_ANY, REGISTRY_ONLY = "ALLOW_ANY", "REGISTRY_ONLY"
_OPERATORS = ("IstioOperator.install.istio.io", "Istio.sailoperator.io", "ControlPlane.sailoperator.io")
_CHARTS = ("istiod", "istio", "istio-control")
_NAMES = re.compile(r"^[\s-]*[\"']?name[\"']?\s*:\s*[\"']?([\w.-]+)", re.MULTILINE)
_MODE = re.compile(r"outboundTrafficPolicy[\"']?\s*:\s*\{?\s*[\"']?mode[\"']?\s*:\s*[\"']?([A-Z_]+)")


@lru_cache(maxsize=8)
def _written(cluster: Cluster) -> tuple[Mapping[str, Any] | str, ...]:
    """Every mesh configuration here: as a mapping, or as the YAML text it is written in."""
    found: list[Mapping[str, Any] | str] = []
    for operator in cluster.all(*_OPERATORS):
        for path in (("spec", "meshConfig"), ("spec", "values", "meshConfig")):
            if mapping(operator.body, *path):
                found.append(mapping(operator.body, *path))
    for config in cluster.all(kinds.CONFIG_MAP):
        name = config.id.name
        if config.id.namespace == root_namespace(cluster) and (name == "istio" or name.startswith("istio-")):
            mesh = text(config.body, "data", "mesh")
            found += [mesh] if mesh else []
    for application in cluster.all(kinds.APPLICATION):
        found += _of_chart(application)
    return tuple(found)


def _of_chart(application: Manifest) -> Iterator[Mapping[str, Any] | str]:
    for source in sources(declared(application)):
        if source.chart not in _CHARTS:
            continue
        values = mapping(source.body, "helm", "valuesObject")
        nested = [node for node in values.values() if isinstance(node, Mapping)]
        yield from (mapping(node, "meshConfig") for node in (values, *nested) if "meshConfig" in node)
        if "meshConfig" in text(source.body, "helm", "values"):
            yield text(source.body, "helm", "values")


@lru_cache(maxsize=8)
def telemetry_providers(cluster: Cluster) -> frozenset[str] | None:
    """The extension providers that may be named, the built-in ones too; None where no mesh configuration is here.

    Of a text every `name` counts: rather one too many.
    """
    if not _written(cluster):
        return None
    found = set(BUILT_IN)
    for mesh in _written(cluster):
        if isinstance(mesh, str):
            found |= set(_NAMES.findall(mesh))
        else:
            found |= {text(row, "name") for _, row in entries(mesh, "extensionProviders")}
    return frozenset(found)


@lru_cache(maxsize=8)
def outbound_mode(cluster: Cluster) -> str:
    """What the mesh does with requests to hosts it does not know: ALLOW_ANY, REGISTRY_ONLY, "" where nobody says."""
    for mesh in _written(cluster):
        if isinstance(mesh, str):
            mode = _MODE.search(mesh)
            if mode:
                return mode[1]
        elif text(mesh, "outboundTrafficPolicy", "mode"):
            return text(mesh, "outboundTrafficPolicy", "mode")
    return ALLOW_ANY if _written(cluster) else ""


def imports(sidecar: Manifest, host: str, namespace: str) -> bool:
    """Whether a Sidecar lets its pods see a host that an object of a namespace defines; without egress they see all."""
    listeners = [row for _, row in entries(sidecar.body, "spec", "egress")]
    if not listeners:
        return True
    wanted = (each for row in listeners for each in rows(row, "hosts") if isinstance(each, str))
    return any(_imports(each, sidecar.id.namespace, host, namespace) for each in wanted)


def _imports(written: str, own: str, host: str, namespace: str) -> bool:
    space, _, pattern = written.partition("/")
    if space not in ("*", namespace) and not (space == "." and own == namespace):
        return False
    return pattern in ("*", host) or (pattern.startswith("*.") and host.endswith(pattern[1:]))


def mode_of(cluster: Cluster, sidecar: Manifest) -> str:
    """What pods under a Sidecar do with requests to hosts they do not see; a policy without a mode means refusal."""
    policy = get(sidecar.body, "spec", "outboundTrafficPolicy")
    if isinstance(policy, Mapping):
        return text(policy, "mode") or REGISTRY_ONLY
    return outbound_mode(cluster)


@lru_cache(maxsize=8)
def holds_applications(cluster: Cluster) -> bool:
    """Whether the mesh's configuration makes every application wait for its sidecar."""
    return any(
        "holdApplicationUntilProxyStarts: true" in mesh
        if isinstance(mesh, str)
        else get(mesh, "defaultConfig", "holdApplicationUntilProxyStarts") is True
        for mesh in _written(cluster)
    )
