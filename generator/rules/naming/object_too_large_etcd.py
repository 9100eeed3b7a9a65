"""object larger than etcd accepts

Why: etcd refuses requests above 1.5 MiB, and the API server then answers with an error for the whole object.
Source: https://etcd.io/docs/latest/dev-guide/limit/#request-size-limit
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: all-rules, namespace: shop}
    spec:
      groups: [{name: all, rules: [{record: "shop:all", expr: "<1600000 bytes>"}]}]
Bad (nearly too large):
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: all-rules, namespace: shop}
    spec:
      groups: [{name: all, rules: [{record: "shop:all", expr: "<1100000 bytes>"}]}]
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: all-rules, namespace: shop}
    spec:
      groups: [{name: all, rules: [{record: "shop:all", expr: "<900000 bytes>"}]}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import sizes
from generator.facts.cluster import Cluster
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = ("*",)

LIMIT = sizes.REQUEST_LIMIT
_NEAR = 1024 * 1024


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    # A ConfigMap or Secret meets the lower limit for its data first.
    if not sizes.may_exceed(manifest, cluster, _NEAR) or sizes.data(manifest) > sizes.DATA_LIMIT * 9 // 10:
        return
    size = sizes.request(manifest)
    if size > _NEAR:
        yield Problem(
            f"the object has {size} bytes, etcd accepts {LIMIT}",
            fix="split the object",
            severity="error" if size > LIMIT else "warning",
        )
