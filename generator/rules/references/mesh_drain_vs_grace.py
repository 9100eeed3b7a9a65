"""sidecar that drains longer than the pod has to stop

Why: The pod is killed while its proxy still drains, so requests in flight are cut.
Source: https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#ProxyConfig (terminationDrainDuration).
Bad:
    apiVersion: v1
    kind: Pod
    metadata:
      name: web
      namespace: shop
      annotations: {proxy.istio.io/config: "terminationDrainDuration: 60s"}
    spec:
      containers: [{name: web, image: "web:1"}]
Good:
    apiVersion: v1
    kind: Pod
    metadata:
      name: web
      namespace: shop
      annotations: {proxy.istio.io/config: "terminationDrainDuration: 60s"}
    spec:
      terminationGracePeriodSeconds: 90
      containers: [{name: web, image: "web:1"}]
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.durations import SECOND, nanoseconds
from generator.facts.fields import text, whole
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = kinds.WORKLOADS
DEFAULT = False

_CONFIG = "proxy.istio.io/config"
NEEDS = (_CONFIG,)
_DRAIN = re.compile(r"terminationDrainDuration[\"']?\s*:\s*[\"']?([0-9a-zµ.]+)")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    if template is None:
        return
    path = (*template.path, "metadata", "annotations", _CONFIG)
    found = _DRAIN.search(text(manifest.body, *path))
    drain = nanoseconds(found[1]) if found else None
    grace = whole(template.spec, "terminationGracePeriodSeconds")
    grace = 30 if grace is None else grace
    if drain is not None and drain >= grace * SECOND:
        yield Problem(
            f"the proxy drains {drain // SECOND} seconds, the pod has {grace} to stop",
            path,
            fix="raise terminationGracePeriodSeconds above the drain",
        )
