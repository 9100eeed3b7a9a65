"""child that follows another revision than its parent

Why: The parent pins what the children are, a child reads its manifests elsewhere: a rollback of the parent leaves it
where it is.
Source: https://argo-cd.readthedocs.io/en/stable/operator-manual/cluster-bootstrapping/#app-of-apps-pattern
Bad:
    # file: root/a.yaml
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: root, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: apps, targetRevision: main}
    # file: apps/a.yaml
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: web, targetRevision: v1}
Good:
    # file: root/a.yaml
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: root, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: apps, targetRevision: main}
    # file: apps/a.yaml
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: web, targetRevision: main}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.applications import TEMPLATE_MARK, applications, declared, same_repository, sources
from generator.facts.cluster import Cluster, kind_name
from generator.facts.rendered_by import read_from
from generator.rules.problem import Place, Problem, once_a_field

SEVERITY = "info"
DEFAULT = False
KINDS = (kinds.APPLICATION,)
FLEET = True


@once_a_field
def check(cluster: Cluster) -> Iterator[Problem]:
    for parent in applications(cluster):
        for above in sources(parent):
            children = [m for m in read_from(cluster, above) or () if kind_name(m) == kinds.APPLICATION]
            for child in children:
                for source in sources(declared(child)):
                    one, other = _branch(above.revision), _branch(source.revision)
                    same = same_repository(source.repository, above.repository)
                    if child is not parent.manifest and same and one != other and TEMPLATE_MARK not in one + other:
                        yield Problem(
                            f"it follows `{other}`, its parent `{parent.manifest.id.name}` follows `{one}`",
                            (*source.path, "targetRevision") if source.revision else source.path,
                            fix="let both follow one revision",
                            manifest=child,
                            related=(Place("the parent", parent.manifest, above.path),),
                        )


def _branch(revision: str) -> str:
    """A revision; the usual names of the default branch count as one."""
    return "HEAD" if revision in ("", "main", "master") else revision
