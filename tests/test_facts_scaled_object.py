"""ScaledObjects as KEDA reads them: triggers, bounds, targets, the container whose environment counts."""

from __future__ import annotations

import pytest
from rule_examples import cluster

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.scaled_object import (
    activations,
    environment_container,
    hpa_name,
    least,
    most,
    pods,
    reaches_zero,
    target,
    triggers,
)
from generator.model import Manifest

TREE = """
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {{name: web, namespace: shop}}
spec:
  scaleTargetRef: {reference}
  {bounds}
  triggers:
    - type: kafka
      name: orders
      metadata: {{lagThreshold: "5", activationLagThreshold: "2", activationNote: soon, count: 3}}
    - no trigger
    - {{type: cpu, metricType: Utilization, metadata: {{value: "70"}}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {{name: web, namespace: shop}}
spec:
  template:
    spec:
      containers: [{{name: app}}, {{name: side}}]
"""


def read(reference: str = "{name: web}", bounds: str = "minReplicaCount: 1") -> tuple[Cluster, Manifest]:
    seen = cluster(TREE.format(reference=reference, bounds=bounds))
    return seen, seen.all(kinds.SCALED_OBJECT)[0]


def test_triggers_are_the_mappings_of_the_list_with_their_places() -> None:
    _, manifest = read()
    found = [(one.type, one.name, one.path, one.is_resource, one.label) for one in triggers(manifest)]
    assert found == [
        ("kafka", "orders", ("spec", "triggers", 0), False, "kafka trigger `orders`"),
        ("cpu", "", ("spec", "triggers", 2), True, "cpu trigger"),
    ]


def test_metadata_keeps_the_strings_alone() -> None:
    _, manifest = read()
    first = next(triggers(manifest))
    assert first.metadata == {"lagThreshold": "5", "activationLagThreshold": "2", "activationNote": "soon"}
    assert list(activations(first)) == [("activationLagThreshold", 2.0)]


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        ("minReplicaCount: 1", (1, 100, False)),
        ("maxReplicaCount: 5", (0, 5, True)),
        ("{minReplicaCount: 2, idleReplicaCount: 0}", (2, 100, True)),
        ("minReplicaCount: true", (0, 100, True)),
    ],
)
def test_bounds_with_their_defaults(bounds: str, expected: tuple[int, int, bool]) -> None:
    inner = bounds.strip("{}").replace(", ", "\n  ")
    _, manifest = read(bounds=inner)
    assert (least(manifest), most(manifest), reaches_zero(manifest)) == expected


def test_the_hpa_is_named_after_the_scaled_object_unless_told_otherwise() -> None:
    assert hpa_name(read()[1]) == "keda-hpa-web"
    _, named = read(bounds="advanced: {horizontalPodAutoscalerConfig: {name: mine}}")
    assert hpa_name(named) == "mine"


def test_the_target_is_a_deployment_by_default() -> None:
    seen, manifest = read()
    found = target(seen, manifest)
    assert found is not None and str(found.id) == "Deployment.apps shop/web"
    assert target(*read("{kind: StatefulSet, name: web}")) is None


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("{name: web}", "app"),
        ("{name: web, envSourceContainerName: side}", "side"),
        ("{name: web, envSourceContainerName: other}", None),
    ],
)
def test_the_first_container_gives_the_environment_unless_another_is_named(
    reference: str, expected: str | None
) -> None:
    seen, manifest = read(reference)
    template = pods(seen, manifest)
    assert template is not None
    found = environment_container(manifest, template)
    assert (found[1]["name"] if found else None) == expected
