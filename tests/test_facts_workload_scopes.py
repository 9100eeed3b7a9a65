"""Which object is in force on a pod: the one that selects it, its namespace's, the mesh's."""

from __future__ import annotations

import pytest

from generator.facts import kinds
from generator.facts.workload_scopes import general, ruling
from tests.rule_examples import cluster

OBJECTS = """\
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: NAMESPACE, labels: {app: APP}}
spec: {containers: [{name: web, image: "web:1"}]}
---
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: {name: mesh, namespace: istio-system}
---
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: {name: shop, namespace: shop}
---
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: {name: web, namespace: shop}
spec: {workloadSelector: {labels: {app: web}}}
"""


@pytest.mark.parametrize(
    ("namespace", "app", "name"), [("shop", "web", "web"), ("shop", "api", "shop"), ("depot", "web", "mesh")]
)
def test_the_closest_object_rules(namespace: str, app: str, name: str) -> None:
    here = cluster(OBJECTS.replace("NAMESPACE", namespace).replace("APP", app))
    found = ruling(here, kinds.SIDECAR, here.templates[0], "istio-system")
    assert found is not None and found.id.name == name


def test_a_namespace_without_any_has_none() -> None:
    here = cluster(OBJECTS.replace("NAMESPACE", "depot").replace("APP", "web"))
    assert ruling(here, kinds.SIDECAR, here.templates[0], "elsewhere") is None
    assert [m.id.name for m in general(here, kinds.SIDECAR, "shop")] == ["shop"]
