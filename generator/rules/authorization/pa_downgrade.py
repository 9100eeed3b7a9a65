"""PeerAuthentication that weakens what its namespace or the mesh demands

Why: The namespace or the mesh asks for mutual TLS, the policy lets a workload or a namespace do without on every port:
what calls it is neither encrypted nor known.
Source: https://istio.io/latest/docs/reference/config/security/peer_authentication/. Exceptions for single ports are
not told.
Bad:
    apiVersion: security.istio.io/v1
    kind: PeerAuthentication
    metadata: {name: default, namespace: shop}
    spec:
      mtls: {mode: STRICT}
    ---
    apiVersion: security.istio.io/v1
    kind: PeerAuthentication
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      mtls: {mode: PERMISSIVE}
Bad (a namespace of a strict mesh):
    apiVersion: security.istio.io/v1
    kind: PeerAuthentication
    metadata: {name: default, namespace: istio-system}
    spec:
      mtls: {mode: STRICT}
    ---
    apiVersion: security.istio.io/v1
    kind: PeerAuthentication
    metadata: {name: default, namespace: shop}
    spec:
      mtls: {mode: PERMISSIVE}
Good:
    apiVersion: security.istio.io/v1
    kind: PeerAuthentication
    metadata: {name: default, namespace: shop}
    spec:
      mtls: {mode: STRICT}
    ---
    apiVersion: security.istio.io/v1
    kind: PeerAuthentication
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      mtls: {mode: STRICT}
      portLevelMtls: {8080: {mode: PERMISSIVE}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.authorization import selector
from generator.facts.cluster import Cluster
from generator.facts.fields import text
from generator.facts.istio_hosts import root_namespace
from generator.facts.mutual_tls import DISABLE, PERMISSIVE, STRICT, general
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "warning"
KINDS = (kinds.PEER_AUTHENTICATION,)
NEEDS = ("mtls",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    own = text(manifest.body, "spec", "mtls", "mode")
    if own not in (PERMISSIVE, DISABLE):
        return
    space, root = manifest.id.namespace, root_namespace(cluster)
    above = (space, root) if selector(manifest) else (root,) if space != root else ()
    for namespace in above:
        floor = next((p for p in general(cluster, namespace) if text(p.body, "spec", "mtls", "mode")), None)
        if floor is not None:
            if text(floor.body, "spec", "mtls", "mode") == STRICT:
                yield Problem(
                    f"{own} weakens the STRICT of policy `{floor.id.name}`"
                    + ("" if floor.id.namespace == space else f" of {floor.id.namespace}"),
                    ("spec", "mtls", "mode"),
                    fix="name only the port that needs it under portLevelMtls",
                    related=(Place("what is demanded", floor, ("spec", "mtls", "mode")),),
                )
            return
