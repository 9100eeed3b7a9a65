"""What CRDs among the manifests define and serve."""

from __future__ import annotations

from generator.facts.definitions import defined, made_by_controllers, served
from tests.rule_examples import cluster

OBJECTS = """\
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.example.com}
spec:
  group: example.com
  names: {kind: Widget}
  versions: [{name: v1, served: true}, {name: v1beta1, served: false}, {name: v1alpha1}]
---
apiVersion: templates.gatekeeper.sh/v1
kind: ConstraintTemplate
metadata: {name: k8srequiredlabels}
spec: {crd: {spec: {names: {kind: K8sRequiredLabels}}}}
"""


def test_kinds_and_served_versions_are_read() -> None:
    here = cluster(OBJECTS)
    assert {kind: crd.id.name for kind, crd in defined(here).items()} == {
        ("example.com", "Widget"): "widgets.example.com"
    }
    assert served(here) == {("example.com", "Widget"): {"v1"}}


def test_a_constraint_template_becomes_a_kind() -> None:
    (kind,) = made_by_controllers(cluster(OBJECTS))
    assert kind == ("constraints.gatekeeper.sh", "K8sRequiredLabels")
