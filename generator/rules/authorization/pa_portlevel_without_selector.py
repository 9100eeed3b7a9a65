"""port modes in a policy for a whole namespace

Why: Istio refuses it: which port is meant can only be said of selected workloads.
Source: istio pkg/config/validation/validation.go, ValidatePeerAuthentication.
Bad:
    apiVersion: security.istio.io/v1
    kind: PeerAuthentication
    metadata: {name: web, namespace: shop}
    spec:
      portLevelMtls: {8080: {mode: DISABLE}}
Good:
    apiVersion: security.istio.io/v1
    kind: PeerAuthentication
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      portLevelMtls: {8080: {mode: DISABLE}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.authorization import selector
from generator.facts.cluster import Cluster, mapping
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.PEER_AUTHENTICATION,)
NEEDS = ("portLevelMtls",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    if mapping(manifest.body, "spec", "portLevelMtls") and not selector(manifest):
        fix = "select the workload by its labels"
        yield Problem("portLevelMtls needs a selector", ("spec", "portLevelMtls"), fix=fix, at_key=True)
