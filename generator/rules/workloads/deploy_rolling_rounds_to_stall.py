"""rolling update whose percentages round to nothing

Why: maxUnavailable is rounded down and maxSurge up; when both come to zero the controller takes one pod away first,
which is an outage where there is one pod.
Source: kubernetes pkg/controller/deployment/util/deployment_util.go, ResolveFenceposts.
Bad:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      replicas: 1
      strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 25%}}
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers: [{name: web, image: "web:1"}]
Good:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      replicas: 4
      strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 25%}}
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers: [{name: web, image: "web:1"}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping
from generator.facts.disruptions import share
from generator.facts.replicas import replicas
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "warning"
KINDS = (kinds.DEPLOYMENT,)
NEEDS = ("maxSurge",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    rolling = mapping(manifest.body, "spec", "strategy", "rollingUpdate")
    scale = replicas(cluster, manifest)
    if scale is None or scale.floor < 1:
        return
    gone, surge = rolling.get("maxUnavailable", "25%"), rolling.get("maxSurge", "25%")
    if share(gone, 100, up=True) == 0 and share(surge, 100, up=True) == 0:
        return
    if share(gone, scale.floor, up=False) == 0 and share(surge, scale.floor, up=True) == 0:
        yield Problem(
            f"maxUnavailable {gone} and maxSurge {surge} of {scale.floor} pods come to nothing: one pod goes before "
            "its successor is ready",
            ("spec", "strategy", "rollingUpdate"),
            fix="set maxSurge to 1 or more",
            related=(Place(f"at least {scale.floor} pods", scale.owner, scale.floor_path),),
        )
