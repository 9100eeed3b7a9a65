"""definition that drops a version still in use

Why: Objects written in that version can no longer be applied: the sync answers "no matches for kind".
Source: https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definition-versioning/
Before:
    apiVersion: apiextensions.k8s.io/v1
    kind: CustomResourceDefinition
    metadata: {name: widgets.example.com}
    spec:
      group: example.com
      scope: Namespaced
      names: {kind: Widget, plural: widgets}
      versions:
        - {name: v1alpha1, served: true, storage: false, schema: {openAPIV3Schema: {type: object}}}
        - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}
    ---
    apiVersion: example.com/v1alpha1
    kind: Widget
    metadata: {name: a, namespace: shop}
Bad (no schema: a kind of its own):
    apiVersion: apiextensions.k8s.io/v1
    kind: CustomResourceDefinition
    metadata: {name: widgets.example.com}
    spec:
      group: example.com
      scope: Namespaced
      names: {kind: Widget, plural: widgets}
      versions:
        - {name: v1alpha1, served: false, storage: false, schema: {openAPIV3Schema: {type: object}}}
        - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}
    ---
    apiVersion: example.com/v1alpha1
    kind: Widget
    metadata: {name: a, namespace: shop}
Good (no schema: a kind of its own):
    apiVersion: apiextensions.k8s.io/v1
    kind: CustomResourceDefinition
    metadata: {name: widgets.example.com}
    spec:
      group: example.com
      scope: Namespaced
      names: {kind: Widget, plural: widgets}
      versions:
        - {name: v1alpha1, served: true, storage: false, schema: {openAPIV3Schema: {type: object}}}
        - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}
    ---
    apiVersion: example.com/v1alpha1
    kind: Widget
    metadata: {name: a, namespace: shop}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.changes import pairs
from generator.facts.cluster import Cluster, kind_name
from generator.facts.fields import entries, text
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
INSTEAD = True
FLEET = True

CRD = "CustomResourceDefinition.apiextensions.k8s.io"


def check(cluster: Cluster) -> Iterator[Problem]:
    gone: dict[tuple[str, str, str], Manifest] = {}
    for before, now in pairs(cluster):
        if kind_name(now) == CRD:
            group, kind = text(now.body, "spec", "group"), text(now.body, "spec", "names", "kind")
            gone |= {(group, version, kind): now for version in _served(before) - _served(now)}
    for manifest in cluster.manifests if gone else ():
        definition = gone.get((manifest.id.group, manifest.version, manifest.id.kind))
        if definition is not None:
            yield Problem(
                f"{manifest.api_version} {manifest.id.kind} is no longer served",
                ("apiVersion",),
                fix="write it in a version that is served",
                manifest=manifest,
                related=(Place("the definition", definition, ("spec", "versions")),),
            )


def _served(crd: Manifest) -> set[str]:
    return {text(row, "name") for _, row in entries(crd.body, "spec", "versions") if row.get("served") is True}
