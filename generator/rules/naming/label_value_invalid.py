"""label value that the API server refuses

Why: A label value has at most 63 letters, digits, hyphens, underscores and dots; branch names and image tags often have
more or others, and the object is then refused.
Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set
Bad:
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web, namespace: shop, labels: {version: feature/x}}
Bad (selector of a Service):
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec:
      selector: {app: "web app"}
      ports: [{port: 80}]
Bad (node selector):
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      nodeSelector: {pool: large nodes}
      containers: [{name: web, image: "web:1"}]
Bad (anti-affinity):
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop, labels: {app: web}}
    spec:
      affinity:
        podAntiAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            - topologyKey: kubernetes.io/hostname
              labelSelector: {matchExpressions: [{key: app, operator: In, values: [web, feature/x]}]}
      containers: [{name: web, image: "web:1"}]
Good:
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web, namespace: shop, labels: {version: feature-x, empty: ""}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import grammar, labels
from generator.facts.cluster import Cluster, rows
from generator.facts.residue import unrendered
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = ("*",)
NEEDS = ("labels", "selector", "matchLabels", "matchExpressions", "nodeSelector")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for path, found in labels.label_maps(manifest, cluster):
        for key, value in found.items():
            if isinstance(value, str) and (fault := grammar.value_fault(value)) and not unrendered(value):
                yield _problem(value, fault, (*path, key))
    for path, row in labels.expressions(manifest, cluster):
        for n, value in enumerate(rows(row, "values")):
            if isinstance(value, str) and (fault := grammar.value_fault(value)) and not unrendered(value):
                yield _problem(value, fault, (*path, "values", n))


def _problem(value: str, fault: str, path: Path) -> Problem:
    return Problem(f"the label value `{value[:80]}` {fault}", path, fix="shorten it and replace the rest")
