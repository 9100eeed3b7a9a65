"""outbound policy that does not say what it means

Why: Without a mode the policy of a Sidecar means REGISTRY_ONLY, whatever the mesh says; egressProxy is read under
ALLOW_ANY only and needs a port.
Source: https://istio.io/latest/docs/reference/config/networking/sidecar/#OutboundTrafficPolicy-Mode, istio
pkg/config/validation/validation.go (validateSidecarOutboundTrafficPolicy) and KIA1007.
Bad:
    apiVersion: networking.istio.io/v1
    kind: Sidecar
    metadata: {name: default, namespace: shop}
    spec: {egress: [{hosts: ["./*"]}], outboundTrafficPolicy: {}}
Bad (egress proxy):
    apiVersion: networking.istio.io/v1
    kind: Sidecar
    metadata: {name: default, namespace: shop}
    spec: {outboundTrafficPolicy: {mode: REGISTRY_ONLY, egressProxy: {host: out.example.com, port: {number: 80}}}}
Good:
    apiVersion: networking.istio.io/v1
    kind: Sidecar
    metadata: {name: default, namespace: shop}
    spec: {egress: [{hosts: ["./*"]}], outboundTrafficPolicy: {mode: REGISTRY_ONLY}}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.facts import kinds
from generator.facts.cluster import Cluster, get
from generator.facts.fields import text
from generator.facts.mesh_config import ALLOW_ANY
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "warning"
DEFAULT = False
KINDS = (kinds.SIDECAR,)
NEEDS = ("outboundTrafficPolicy",)

_POLICY: Path = ("spec", "outboundTrafficPolicy")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    policy = get(manifest.body, *_POLICY)
    if not isinstance(policy, Mapping):
        return
    mode, proxy = text(policy, "mode"), get(policy, "egressProxy")
    if not mode:
        yield Problem("the policy has no mode, so it means REGISTRY_ONLY", _POLICY, fix="write the mode")
    if isinstance(proxy, Mapping):
        path: Path = (*_POLICY, "egressProxy")
        if mode != ALLOW_ANY:
            fix = "set mode: ALLOW_ANY, or remove it"
            yield Problem("egressProxy needs mode ALLOW_ANY", path, fix=fix, severity="error")
        elif get(proxy, "port", "number") is None:
            yield Problem("egressProxy needs a port", path, fix="add port.number", severity="error")
