"""budget that never lets a pod go

Why: When as many pods must stay as there are at the lowest scale, no node with such a pod can be drained, and cluster
upgrades hang. Both percentages are rounded up.
Source: kubernetes pkg/controller/disruption/disruption.go, getExpectedPodCount and updatePdbStatus.
Bad:
    apiVersion: policy/v1
    kind: PodDisruptionBudget
    metadata: {name: web, namespace: shop}
    spec: {minAvailable: 1, selector: {matchLabels: {app: web}}}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      replicas: 1
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers: [{name: web, image: "web:1"}]
Bad (percentage rounds up):
    apiVersion: policy/v1
    kind: PodDisruptionBudget
    metadata: {name: web, namespace: shop}
    spec: {minAvailable: 51%, selector: {matchLabels: {app: web}}}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers: [{name: web, image: "web:1"}]
    ---
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      minReplicas: 2
      maxReplicas: 9
Bad (nothing may go):
    apiVersion: policy/v1
    kind: PodDisruptionBudget
    metadata: {name: web, namespace: shop}
    spec: {maxUnavailable: 0, selector: {matchLabels: {app: web}}}
Good:
    apiVersion: policy/v1
    kind: PodDisruptionBudget
    metadata: {name: web, namespace: shop}
    spec: {maxUnavailable: 1%, selector: {matchLabels: {app: web}}}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      replicas: 1
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers: [{name: web, image: "web:1"}]
Good (summed over two workloads):
    apiVersion: policy/v1
    kind: PodDisruptionBudget
    metadata: {name: web, namespace: shop}
    spec: {minAvailable: 1, selector: {matchLabels: {app: web}}}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web, track: stable}}
      template:
        metadata: {labels: {app: web, track: stable}}
        spec:
          containers: [{name: web, image: "web:1"}]
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web-canary, namespace: shop}
    spec:
      selector: {matchLabels: {app: web, track: canary}}
      template:
        metadata: {labels: {app: web, track: canary}}
        spec:
          containers: [{name: web, image: "web:2"}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping
from generator.facts.disruptions import allowed, scales, share
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.PDB,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    spec = mapping(manifest.body, "spec")
    field = "minAvailable" if spec.get("minAvailable") is not None else "maxUnavailable"
    if spec.get(field) is None or (field == "minAvailable" and spec.get("maxUnavailable") is not None):
        return
    if field == "maxUnavailable" and share(spec[field], 100, up=True) == 0:
        yield Problem(
            f"maxUnavailable {spec[field]} never lets a pod go",
            ("spec", field),
            fix="allow at least 1, or drop the budget",
        )
        return
    found = scales(cluster, manifest) or ()
    pods = sum(scale.floor for scale in found)
    if pods and allowed(spec, pods) == 0:
        yield Problem(
            f"{field} {spec[field]} of {pods} pod{'s' if pods > 1 else ''} lets none go: a node drain waits for ever",
            ("spec", field),
            fix="use maxUnavailable: 1, or run more pods",
            related=tuple(Place(f"no more than {s.floor} at the lowest scale", s.owner, s.floor_path) for s in found),
        )
