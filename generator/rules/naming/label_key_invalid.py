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
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = ("*",)
NEEDS = ("labels", "annotations", "selector", "matchLabels", "matchExpressions", "nodeSelector", "topologyKey")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for path, found in labels.label_maps(manifest, cluster):
        for key in found if not grammar.sound_keys(tuple(found)) else ():
            if (fault := grammar.key_fault(str(key))) and not unrendered(str(key)):
                yield _problem("label", str(key), fault, (*path, key), at_key=True)
    for path, found in labels.annotation_maps(manifest, cluster):
        for key in found if not grammar.sound_keys(tuple(found)) else ():
            # Annotation keys are compared in lower case.
            if (fault := grammar.key_fault(str(key).lower())) and not unrendered(str(key)):
                yield _problem("annotation", str(key), fault, (*path, key), at_key=True)
    for path, row in labels.expressions(manifest, cluster):
        name = text(row, "key")
        if name and (fault := grammar.key_fault(name)) and not unrendered(name):
            yield _problem("label", name, fault, (*path, "key"))
    for path, name in labels.topology_keys(manifest, cluster):
        if name and (fault := grammar.key_fault(name)) and not unrendered(name):
            yield _problem("label", name, fault, path)


def _problem(what: str, key: str, fault: str, path: Path, *, at_key: bool = False) -> Problem:
    return Problem(f"the {what} key `{key}` {_told(fault)}", path, fix="rename the key", at_key=at_key)


def _told(fault: str) -> str:
    return f"is malformed: {fault}" if fault.startswith("it") else fault
