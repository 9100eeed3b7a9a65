"""several PeerAuthentications for a whole namespace

Why: Only the oldest of them counts, and which one that is the cluster decides: the mode in force is a matter of luck.
Source: https://istio.io/latest/docs/reference/config/security/peer_authentication/ (the oldest wins).
Bad:
    apiVersion: security.istio.io/v1
    kind: PeerAuthentication
    metadata: {name: default, namespace: shop}
    spec:
      mtls: {mode: STRICT}
    ---
    apiVersion: security.istio.io/v1
    kind: PeerAuthentication
    metadata: {name: strict, namespace: shop}
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
      mtls: {mode: PERMISSIVE}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.authorization import selector
from generator.facts.cluster import Cluster
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.PEER_AUTHENTICATION,)
FLEET = True


def check(cluster: Cluster) -> Iterator[Problem]:
    first: dict[str, Manifest] = {}
    for manifest in cluster.all(kinds.PEER_AUTHENTICATION):
        if selector(manifest):
            continue
        other = first.setdefault(manifest.id.namespace, manifest)
        if other is not manifest:
            yield Problem(
                f"`{other.id.name}` is a policy for the whole namespace `{manifest.id.namespace}` too: the oldest wins",
                ("spec",),
                fix="keep one of the two, or give this one a selector",
                manifest=manifest,
                related=(Place("the other policy", other, ("spec",)),),
            )
