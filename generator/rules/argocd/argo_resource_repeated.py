"""Application that renders one object twice

Why: Argo CD warns (RepeatedResourceWarning) and applies the last one: what the first says is lost.
Source: argo-cd controller/state.go, DeduplicateTargetObjects.
Bad:
    # file: one/a.yaml
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web, namespace: shop}
    # file: one/b.yaml
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web, namespace: shop}
    # file: root/apps.yaml
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: one, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: one}
Good:
    # file: one/a.yaml
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web, namespace: shop}
    # file: root/apps.yaml
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: one, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: one}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.cluster import Cluster, get
from generator.facts.rendered_by import together
from generator.model import Manifest, ObjectId
from generator.rules.problem import Place, Problem, once_a_field

SEVERITY = "error"
FLEET = True


@once_a_field
def check(cluster: Cluster) -> Iterator[Problem]:
    for group in together(cluster):
        first: dict[ObjectId, Manifest] = {}
        for manifest in group:
            twin = first.setdefault(manifest.id, manifest)
            if twin is not manifest and _lasting(manifest) and _lasting(twin):
                yield Problem(
                    f"{manifest.id} is written twice in one sync: only the last one is applied",
                    ("metadata", "name"),
                    fix="keep one of the two",
                    manifest=manifest,
                    related=(Place("the other one", twin, ("metadata", "name")),),
                )


def _lasting(manifest: Manifest) -> bool:
    """Whether the object has a name of its own: hooks may be generated anew each time."""
    return get(manifest.body, "metadata", "generateName") is None and manifest.id.group != "argoproj.io"
