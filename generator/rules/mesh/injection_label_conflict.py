"""namespace with two ways of injection

Why: istio-injection goes before istio.io/rev, so a namespace that is to move to a revision stays on the default one.
Source: https://istio.io/latest/docs/setup/upgrade/canary/#data-plane;
https://istio.io/latest/docs/reference/config/analysis/ist0123/
Bad:
    apiVersion: v1
    kind: Namespace
    metadata: {name: shop, labels: {istio-injection: enabled, istio.io/rev: canary}}
Bad (ambient beside sidecars):
    apiVersion: v1
    kind: Namespace
    metadata: {name: shop, labels: {istio-injection: enabled, istio.io/dataplane-mode: ambient}}
Good:
    apiVersion: v1
    kind: Namespace
    metadata: {name: shop, labels: {istio.io/rev: canary}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping
from generator.facts.sidecars import REVISION
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.NAMESPACE,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    labels = mapping(manifest.body, "metadata", "labels")
    old = labels.get("istio-injection")
    if old is not None and REVISION in labels:
        yield Problem(
            f"istio-injection: {old} goes before {REVISION}: {labels[REVISION]}",
            ("metadata", "labels", "istio-injection"),
            fix="remove istio-injection",
        )
    if old == "enabled" and labels.get("istio.io/dataplane-mode") == "ambient":
        yield Problem(
            "pods with a sidecar are left out of the ambient mesh",
            ("metadata", "labels", "istio.io/dataplane-mode"),
            fix="keep one of the two labels",
        )
