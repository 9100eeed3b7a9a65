"""Annotations that Istio reads on pods.

Source: https://istio.io/latest/docs/reference/config/annotations/
"""

from __future__ import annotations

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
