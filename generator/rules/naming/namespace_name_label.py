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

from collections.abc import Iterator

from generator.facts import grammar, kinds
from generator.facts.cluster import Cluster, kind_name
from generator.facts.fields import text
from generator.facts.residue import unrendered
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = ("*",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    places: list[Path] = [("metadata", "namespace")]
    if kind_name(manifest) == kinds.NAMESPACE:
        places = [("metadata", "name")]
    elif kind_name(manifest) == kinds.APPLICATION:
        places.append(("spec", "destination", "namespace"))
    elif kind_name(manifest) == kinds.APPLICATION_SET:
        places.append(("spec", "template", "spec", "destination", "namespace"))
    for path in places:
        name = text(manifest.body, *path)
        if name and (fault := grammar.label_fault(name)) and not unrendered(name):
            yield Problem(f"the namespace `{name}` {fault}", path, fix="rename the namespace")
