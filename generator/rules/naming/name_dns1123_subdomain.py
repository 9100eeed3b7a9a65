"""object name that the API server refuses

Why: Names become part of URLs, so the API server takes only RFC 1123 subdomains; the sync of such an object fails.
Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-subdomain-names
Bad:
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: My_App, namespace: shop}
Bad (dots in the host names of pods):
    apiVersion: apps/v1
    kind: StatefulSet
    metadata: {name: db.main, namespace: shop}
    spec:
      serviceName: db
      selector: {matchLabels: {app: db}}
      template:
        metadata: {labels: {app: db}}
        spec:
          containers: [{name: db, image: "db:1"}]
Good (an address):
    apiVersion: networking.k8s.io/v1
    kind: IPAddress
    metadata: {name: "2001:db8::1"}
    spec: {parentRef: {resource: services, name: web, namespace: shop}}
Good:
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: my-app.v2, namespace: shop}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import grammar, kinds
from generator.facts.cluster import Cluster, get, kind_name
from generator.facts.residue import unrendered
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = ("*",)

_FREE = frozenset(
    {
        "Role",
        "ClusterRole",
        "RoleBinding",
        "ClusterRoleBinding",
        "ClusterTrustBundle",
        "CertificateSigningRequest",
        "IPAddress",
        "Identity",
        "User",
    }
)
"""Kinds with other names: those of RBAC hold anything but slashes and percent signs, those of addresses colons."""
_STRICTER = frozenset({("", "Service"), ("", "Namespace")})
"""Kinds with a rule of their own."""


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    name = manifest.id.name
    if not name or unrendered(name) or manifest.id.kind in _FREE or (manifest.id.group, manifest.id.kind) in _STRICTER:
        return
    path = ("metadata", "name")
    fault = grammar.subdomain_fault(name)
    if not fault and kind_name(manifest) == kinds.STATEFUL_SET and "." in name:
        fault = "has a dot, and its pods take it for their host name"
    if fault and get(manifest.body, *path) == name:
        yield Problem(f"the name `{name}` {fault}", path, fix="rename it, and whatever refers to it")
