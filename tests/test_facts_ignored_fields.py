"""Which fields Argo CD leaves alone."""

from __future__ import annotations

import pytest
from rule_examples import cluster

from generator.facts import kinds
from generator.facts.ignored_fields import applications_of, heals, ignores

TREE = """
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {{name: shop, namespace: argocd}}
spec:
  destination: {{namespace: {namespace}}}
  ignoreDifferences: [{row}]
  syncPolicy: {{automated: {{selfHeal: true}}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {{name: web, namespace: shop}}
"""


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("{group: apps, kind: Deployment, jsonPointers: [/spec/replicas]}", True),
        ("{group: '*', kind: '*', jqPathExpressions: [.spec.replicas]}", True),
        ("{group: apps, kind: Deployment, name: web, namespace: shop, jsonPointers: [/spec/replicas]}", True),
        ("{group: apps, kind: Deployment, managedFieldsManagers: [keda-operator]}", True),
        ("{group: apps, kind: Deployment, jsonPointers: [/spec/template]}", False),
        ("{group: apps, kind: StatefulSet, jsonPointers: [/spec/replicas]}", False),
        ("{kind: Deployment, jsonPointers: [/spec/replicas]}", False),
        ("{group: apps, kind: Deployment, name: api, jsonPointers: [/spec/replicas]}", False),
        ("nothing", False),
    ],
)
def test_a_row_ignores_a_field_or_not(row: str, expected: bool) -> None:
    seen = cluster(TREE.format(namespace="shop", row=row))
    workload = seen.all(kinds.DEPLOYMENT)[0]
    (application,) = applications_of(seen, workload)
    assert ignores(application, workload, "/spec/replicas") is expected
    assert heals(application)


def test_an_application_of_another_namespace_does_not_apply_the_object() -> None:
    seen = cluster(TREE.format(namespace="other", row="{}"))
    assert applications_of(seen, seen.all(kinds.DEPLOYMENT)[0]) == ()
