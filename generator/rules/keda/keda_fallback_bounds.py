"""fallback numbers out of order

Why: KEDA's webhook refuses negative numbers; the HPA caps a fallback above the maximum, one below the minimum is
never reached, and a threshold of 0 takes effect at once.
Source: kedacore/keda apis/keda/v1alpha1/scaledobject_types.go, CheckFallbackValid; pkg/fallback/fallback.go.
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      maxReplicaCount: 10
      fallback: {failureThreshold: 3, replicas: 50}
      triggers:
        - type: prometheus
          metadata: {serverAddress: "http://prom.obs:9090", query: "sum(rate(requests[2m]))", threshold: "10"}
Bad (no schema: the newest CRD refuses it too):
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      fallback: {failureThreshold: -1, replicas: 4}
      triggers:
        - type: prometheus
          metadata: {serverAddress: "http://prom.obs:9090", query: "sum(rate(requests[2m]))", threshold: "10"}
Good:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      minReplicaCount: 2
      maxReplicaCount: 10
      fallback: {failureThreshold: 3, replicas: 4}
      triggers:
        - type: prometheus
          metadata: {serverAddress: "http://prom.obs:9090", query: "sum(rate(requests[2m]))", threshold: "10"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.scaled_object import least, most, number
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
INSTEAD = True
KINDS = (kinds.SCALED_OBJECT,)
NEEDS = ("fallback",)
_PATH = ("spec", "fallback")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    failures, wanted = number(manifest, "fallback", "failureThreshold"), number(manifest, "fallback", "replicas")
    for key, value in (("failureThreshold", failures), ("replicas", wanted)):
        if value is not None and value < 0:
            yield Problem(f"{key} of the fallback is {value}", (*_PATH, key), fix="set it to 0 or more")
    if failures == 0:
        yield Problem(
            "failureThreshold 0 switches to the fallback at the first failure",
            (*_PATH, "failureThreshold"),
            fix="set it to 1 or more, such as 3",
            severity="warning",
        )
    low, high = least(manifest), most(manifest)
    if wanted is None or wanted < 0 or low <= wanted <= high:
        return
    bound, name = (high, "maxReplicaCount") if wanted > high else (low, "minReplicaCount")
    yield Problem(
        f"the fallback asks for {wanted} replicas, {'above' if wanted > high else 'below'} {name} {bound}",
        (*_PATH, "replicas"),
        fix=f"ask for {low} to {high}, or change {name}",
        severity="warning",
        related=(Place("the bound", manifest, ("spec", name)),),
    )
