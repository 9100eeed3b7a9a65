"""PeerAuthentication that weakens what its namespace demands

Why: The namespace asks for mutual TLS, the policy lets one workload do without on every port: what calls it is
neither encrypted nor known.
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
NEEDS = ("selector",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    own = text(manifest.body, "spec", "mtls", "mode")
    if own not in (PERMISSIVE, DISABLE):
        return
    for namespace in (manifest.id.namespace, root_namespace(cluster)) if selector(manifest) else ():
        floor = next((p for p in general(cluster, namespace) if text(p.body, "spec", "mtls", "mode")), None)
        if floor is not None:
            if text(floor.body, "spec", "mtls", "mode") == STRICT:
                yield Problem(
                    f"{own} weakens the STRICT of policy `{floor.id.name}`",
                    ("spec", "mtls", "mode"),
                    fix="name only the port that needs it under portLevelMtls",
                    related=(Place("what the namespace demands", floor, ("spec", "mtls", "mode")),),
                )
            return
