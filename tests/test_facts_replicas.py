"""Who decides the number of pods, the fewest and the most."""

from __future__ import annotations

import pytest

from generator.facts.replicas import Replicas, autoscalers_of, replicas, target_of
from generator.model import ObjectId
from tests.rule_examples import cluster

DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  replicas: 4
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers: [{name: web, image: "web:1"}]
"""
HPA = """\
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web, namespace: shop}
spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, %s}
"""
SCALED_OBJECT = """\
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: web, namespace: shop, annotations: {%s}}
spec: {scaleTargetRef: {name: web}, %s}
"""


def found(text: str) -> Replicas:
    seen = cluster(text)
    scale = replicas(seen, seen.all("Deployment.apps")[0])
    assert scale is not None
    return scale


def test_a_workload_alone_has_the_replicas_it_says() -> None:
    scale = found(DEPLOYMENT)
    assert (scale.floor, scale.ceiling, scale.owner.id.kind) == (4, 4, "Deployment")


def test_a_workload_that_says_nothing_has_one_pod() -> None:
    assert found(DEPLOYMENT.replace("  replicas: 4\n", "")).floor == 1


@pytest.mark.parametrize(
    ("bounds", "floor", "ceiling"),
    [("minReplicas: 2, maxReplicas: 9", 2, 9), ("maxReplicas: 9", 1, 9)],
)
def test_an_autoscaler_decides_over_the_workload(bounds: str, floor: int, ceiling: int) -> None:
    scale = found(DEPLOYMENT + HPA % bounds)
    assert (scale.floor, scale.ceiling, scale.owner.id.kind) == (floor, ceiling, "HorizontalPodAutoscaler")


@pytest.mark.parametrize(
    ("annotations", "bounds", "floor", "ceiling", "sleeps"),
    [
        ("", "triggers: []", 1, 100, True),
        ("", "minReplicaCount: 3, maxReplicaCount: 7", 3, 7, False),
        ("", "minReplicaCount: 3, idleReplicaCount: 0", 3, 100, True),
        ('autoscaling.keda.sh/paused-replicas: "5"', "minReplicaCount: 1", 5, 5, False),
        ('autoscaling.keda.sh/paused-replicas: "0"', "minReplicaCount: 1", 0, 0, False),
    ],
)
def test_keda_counts_one_pod_while_the_workload_is_awake(
    annotations: str, bounds: str, floor: int, ceiling: int, sleeps: bool
) -> None:
    scale = found(DEPLOYMENT + SCALED_OBJECT % (annotations, bounds))
    assert (scale.floor, scale.ceiling, scale.may_sleep) == (floor, ceiling, sleeps)


def test_a_scaled_object_without_kind_means_a_deployment() -> None:
    seen = cluster(DEPLOYMENT + SCALED_OBJECT % ("", "triggers: []"))
    (scaler,) = seen.all("ScaledObject.keda.sh")
    assert target_of(scaler) == ObjectId("apps", "Deployment", "shop", "web")
    assert autoscalers_of(seen, seen.all("Deployment.apps")[0]) == (scaler,)


def test_an_autoscaler_of_another_namespace_is_nobody_here() -> None:
    other = (HPA % "maxReplicas: 9").replace("namespace: shop", "namespace: other")
    assert found(DEPLOYMENT + other).ceiling == 4


def test_a_daemon_set_has_no_number() -> None:
    seen = cluster(DEPLOYMENT.replace("kind: Deployment", "kind: DaemonSet").replace("  replicas: 4\n", ""))
    assert replicas(seen, seen.manifests[0]) is None
