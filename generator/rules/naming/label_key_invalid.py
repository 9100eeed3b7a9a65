"""label or annotation key that the API server refuses

Why: A key is a name of at most 63 characters, with an optional DNS prefix and one slash before it.
Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set
Bad:
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web, namespace: shop, labels: {"a/b/c": x}}
Bad (annotation of a pod template):
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}, annotations: {"My Team/owner": x}}
        spec:
          containers: [{name: web, image: "web:1"}]
Bad (requirement of a selector):
    apiVersion: policy/v1
    kind: PodDisruptionBudget
    metadata: {name: web, namespace: shop}
    spec:
      maxUnavailable: 1
      selector: {matchExpressions: [{key: a/b/c, operator: Exists}]}
Bad (topology key):
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop, labels: {app: web}}
    spec:
      topologySpreadConstraints:
        - {maxSkew: 1, topologyKey: my zone, whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {app: web}}}
      containers: [{name: web, image: "web:1"}]
Good:
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web, namespace: shop, labels: {example.com/team: x}, annotations: {Owner: x}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import grammar, labels
from generator.facts.cluster import Cluster
from generator.facts.fields import text
from generator.facts.residue import unrendered
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = ("*",)
NEEDS = ("labels", "annotations", "selector", "matchLabels", "matchExpressions", "nodeSelector", "topologyKey")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    places = [(path, found, False) for path, found in labels.label_maps(manifest, cluster)]
    places += [(path, found, True) for path, found in labels.annotation_maps(manifest, cluster)]
    for path, found, annotation in places:
        for key in found:
            # Annotation keys are compared in lower case.
            fault = grammar.key_fault(str(key).lower() if annotation else str(key))
            if fault and not unrendered(str(key)):
                what = "annotation" if annotation else "label"
                yield Problem(f"the {what} key `{key}` {_told(fault)}", (*path, key), fix="rename the key", at_key=True)
    named = [((*path, "key"), text(row, "key")) for path, row in labels.expressions(manifest, cluster)]
    for place, key in [*named, *labels.topology_keys(manifest, cluster)]:
        if key and (fault := grammar.key_fault(key)) and not unrendered(key):
            yield Problem(f"the label key `{key}` {_told(fault)}", place, fix="rename the key")


def _told(fault: str) -> str:
    return f"is malformed: {fault}" if fault.startswith("it") else fault
