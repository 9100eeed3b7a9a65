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
Good:
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web, namespace: shop, labels: {example.com/team: x}, annotations: {Owner: x}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import grammar, labels
from generator.facts.cluster import Cluster
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = ("*",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    places = [(path, found, False) for path, found in labels.label_maps(manifest, cluster)]
    places += [(path, found, True) for path, found in labels.annotation_maps(manifest, cluster)]
    for path, found, annotation in places:
        for key in found:
            # Annotation keys are compared in lower case.
            if fault := grammar.key_fault(str(key).lower() if annotation else str(key)):
                what = "annotation" if annotation else "label"
                yield Problem(f"the {what} key `{key}` {_told(fault)}", (*path, key), fix="rename the key", at_key=True)


def _told(fault: str) -> str:
    return f"is malformed: {fault}" if fault.startswith("it") else fault
