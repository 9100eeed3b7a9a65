"""namespace that is no RFC 1123 label

Why: Namespaces are one label of a Service's DNS name; dots, capitals and more than 63 characters are refused.
Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-label-names
Bad:
    apiVersion: v1
    kind: Namespace
    metadata: {name: team.a}
Bad (an object's namespace):
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web, namespace: Shop}
Bad (destination of an Application):
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: shop
      source: {repoURL: "https://git.example.com/gitops", path: web}
      destination: {server: "https://kubernetes.default.svc", namespace: shop_web}
Good:
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web, namespace: shop}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.facts import grammar, kinds
from generator.facts.cluster import Cluster, kind_name
from generator.facts.fields import text
from generator.facts.residue import unrendered
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = ("*",)
_OWN: tuple[Path, ...] = (("metadata", "namespace"),)
_PLACES: Mapping[str, tuple[Path, ...]] = {
    kinds.NAMESPACE: (("metadata", "name"),),
    kinds.APPLICATION: (*_OWN, ("spec", "destination", "namespace")),
    kinds.APPLICATION_SET: (*_OWN, ("spec", "template", "spec", "destination", "namespace")),
}
"""Where kinds name namespaces, if not only the one they live in."""


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for path in _PLACES.get(kind_name(manifest), _OWN):
        name = text(manifest.body, *path)
        if name and (fault := grammar.label_fault(name)) and not unrendered(name):
            yield Problem(f"the namespace `{name}` {fault}", path, fix="rename the namespace")
