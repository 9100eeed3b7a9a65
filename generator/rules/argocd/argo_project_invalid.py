"""AppProject that contradicts itself

Why: Argo CD refuses the project, and with it every Application of it.
Source: argo-cd pkg/apis/application/v1alpha1/app_project_types.go, ValidateProject and validatePolicy.
Bad (nothing but a denial):
    apiVersion: argoproj.io/v1alpha1
    kind: AppProject
    metadata: {name: shop, namespace: argocd}
    spec:
      sourceRepos: ["*"]
      destinations: [{server: "*", namespace: "!*"}]
Bad (repeated):
    apiVersion: argoproj.io/v1alpha1
    kind: AppProject
    metadata: {name: shop, namespace: argocd}
    spec:
      sourceRepos: ["*", "*"]
Bad (policy of another project):
    apiVersion: argoproj.io/v1alpha1
    kind: AppProject
    metadata: {name: shop, namespace: argocd}
    spec:
      roles: [{name: ci, policies: ["p, proj:other:ci, applications, sync, shop/*, allow"]}]
Good:
    apiVersion: argoproj.io/v1alpha1
    kind: AppProject
    metadata: {name: shop, namespace: argocd}
    spec:
      sourceRepos: ["*"]
      destinations: [{server: "*", namespace: shop}]
      roles: [{name: ci, policies: ["p, proj:shop:ci, applications, sync, shop/*, allow"]}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping
from generator.facts.project_faults import faults
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.APP_PROJECT,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    spec = manifest.body.get("spec")
    for found in faults(manifest.id.name, mapping(spec)):
        yield Problem(found.message, ("spec", *found.path), fix=found.fix)
