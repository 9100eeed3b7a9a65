"""Annotations that Istio reads on pods, and what their values may be.

Source: https://istio.io/latest/docs/reference/config/annotations/; istio pkg/kube/inject/validate.go.
"""

from __future__ import annotations

import ipaddress

from generator.facts.resources import amount

SIDECAR_PREFIXES = ("sidecar.istio.io/", "traffic.sidecar.istio.io/", "readiness.status.sidecar.istio.io/")
"""Under these prefixes Istio reads annotations of pods only."""

_SIDECAR = (
    "agentLogLevel", "bootstrapOverride", "componentLogLevel", "controlPlaneAuthPolicy", "discoveryAddress",
    "enableCoreDump", "extraStatTags", "inject", "interceptionMode", "logAsJson", "logLevel", "nativeSidecar",
    "proxyCPU", "proxyCPULimit", "proxyImage", "proxyImageType", "proxyMemory", "proxyMemoryLimit",
    "rewriteAppHTTPProbers", "statsCompression", "statsHistogramBuckets", "statsInclusionPrefixes",
    "statsInclusionRegexps", "statsInclusionSuffixes", "statsEvictionInterval", "status", "userVolume",
    "userVolumeMount",
)  # fmt: skip
_TRAFFIC = (
    "excludeInboundPorts", "excludeInterfaces", "excludeOutboundIPRanges", "excludeOutboundPorts",
    "includeInboundPorts", "includeOutboundIPRanges", "includeOutboundPorts", "kubevirtInterfaces",
)  # fmt: skip
_READINESS = ("applicationPorts", "failureThreshold", "initialDelaySeconds", "periodSeconds")

POD = frozenset(
    {
        *(f"sidecar.istio.io/{name}" for name in _SIDECAR),
        *(f"traffic.sidecar.istio.io/{name}" for name in _TRAFFIC),
        *(f"readiness.status.sidecar.istio.io/{name}" for name in _READINESS),
        "inject.istio.io/templates",
        "proxy.istio.io/config",
        "proxy.istio.io/overrides",
        "istio.io/rerouteVirtualInterfaces",
        "status.sidecar.istio.io/port",
    }
)

_PORTS = {"excludeInboundPorts": False, "excludeOutboundPorts": False, "includeInboundPorts": True,
          "includeOutboundPorts": True}  # fmt: skip
_RANGES = {"excludeOutboundIPRanges": False, "includeOutboundIPRanges": True}
_AMOUNTS = ("proxyCPU", "proxyCPULimit", "proxyMemory", "proxyMemoryLimit")


def value_fault(name: str, value: str) -> tuple[str, str] | None:
    """Why the injector cannot read a value of an annotation, and what to write; None where it can."""
    word = name.rpartition("/")[2]
    if word in _PORTS:
        return _ports_fault(value, every=_PORTS[word])
    if word in _RANGES:
        return _ranges_fault(value, every=_RANGES[word])
    if word in _AMOUNTS and amount(value) is None:
        return "it is no quantity", "write an amount such as 100m or 128Mi"
    return None


def _ports_fault(value: str, *, every: bool) -> tuple[str, str] | None:
    if not value or (every and value == "*"):
        return None
    for part in value.split(","):
        number = part.strip()
        if not (number.isascii() and number.isdigit() and int(number) <= 65535):
            return f"`{number}` is no port", "write numbers with commas between them"
    return None


def _ranges_fault(value: str, *, every: bool) -> tuple[str, str] | None:
    if not value or (every and value == "*"):
        return None
    for part in value.split(","):
        if part != part.strip():
            return "blanks beside commas are not taken", "write the ranges with commas only between them"
        try:
            ipaddress.ip_network(part if "/" in part else "", strict=False)
        except ValueError:
            return f"`{part}` is no range of addresses", "write ranges such as 10.0.0.0/8"
    return None
