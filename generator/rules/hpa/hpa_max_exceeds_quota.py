"""autoscaler whose maximum does not fit the namespace's quota

Why: Above the quota pods are refused, so the last replicas never come and alerts on scaling never clear.
Source: https://kubernetes.io/docs/concepts/policy/resource-quotas/
Bad:
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, maxReplicas: 50}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers: [{name: web, image: "web:1", resources: {requests: {cpu: 1}}}]
    ---
    apiVersion: v1
    kind: ResourceQuota
    metadata: {name: all, namespace: shop}
    spec: {hard: {requests.cpu: 20}}
Good:
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, maxReplicas: 20}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers: [{name: web, image: "web:1", resources: {requests: {cpu: 1}}}]
    ---
    apiVersion: v1
    kind: ResourceQuota
    metadata: {name: all, namespace: shop}
    spec: {hard: {requests.cpu: 20}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping
from generator.facts.replicas import bounds, pods_of
from generator.facts.resources import amount as quantity_of
from generator.facts.resources import request
from generator.facts.services import running
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "warning"
KINDS = (kinds.HPA, kinds.SCALED_OBJECT)
DEFAULT = False

_QUOTAS = {"requests.cpu": "cpu", "cpu": "cpu", "requests.memory": "memory", "memory": "memory"}


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = pods_of(cluster, manifest)
    if template is None:
        return
    scale = bounds(manifest)
    for quota in cluster.all("ResourceQuota"):
        if quota.id.namespace != template.namespace:
            continue
        for name, hard in mapping(quota.body, "spec", "hard").items():
            resource, most = _QUOTAS.get(str(name), ""), quantity_of(hard)
            asked = sum(request(container, resource) or 0 for _, container in running(template)) if resource else 0
            if most is not None and asked * scale.ceiling > most:
                yield Problem(
                    f"{scale.ceiling} pods request more {resource} than the quota of {hard}",
                    scale.ceiling_path,
                    fix="lower the maximum or the requests, or raise the quota",
                    related=(Place("the quota", quota, ("spec", "hard", name)),),
                )
