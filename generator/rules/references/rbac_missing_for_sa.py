"""binding of a role or account that nobody creates

Why: The binding is accepted and grants nothing, and the program behind it is refused at run time. A ServiceAccount
without its namespace is not even accepted.
Source: https://kubernetes.io/docs/reference/access-authn-authz/rbac/#rolebinding-and-clusterrolebinding; kubernetes
pkg/apis/rbac/validation/validation.go, ValidateRoleBindingSubject.
Settings:
    closedNamespaces: [shop]
Bad:
    apiVersion: rbac.authorization.k8s.io/v1
    kind: RoleBinding
    metadata: {name: web, namespace: shop}
    roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: web}
    subjects: [{kind: ServiceAccount, name: default, namespace: shop}]
Good:
    apiVersion: rbac.authorization.k8s.io/v1
    kind: RoleBinding
    metadata: {name: web, namespace: shop}
    roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: web}
    subjects: [{kind: ServiceAccount, name: web, namespace: shop}]
    ---
    apiVersion: rbac.authorization.k8s.io/v1
    kind: Role
    metadata: {name: web, namespace: shop}
    rules: [{apiGroups: [""], resources: [pods], verbs: [get]}]
    ---
    apiVersion: v1
    kind: ServiceAccount
    metadata: {name: web, namespace: shop}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping
from generator.facts.fields import entries, text
from generator.facts.suggest import did_you_mean
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = ("RoleBinding.rbac.authorization.k8s.io", "ClusterRoleBinding.rbac.authorization.k8s.io")

_GROUP = "rbac.authorization.k8s.io"


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    role = mapping(manifest.body, "roleRef")
    namespace = manifest.id.namespace
    # ClusterRoles come with the cluster and its operators.
    if role.get("kind") == "Role":
        yield from _absent(cluster, f"Role.{_GROUP}", namespace, text(role, "name"), ("roleRef", "name"))
    for n, row in entries(manifest.body, "subjects"):
        if row.get("kind") == "ServiceAccount" and row.get("name") != "default":
            path: Path = ("subjects", n, "name")
            if row.get("namespace"):
                yield from _absent(cluster, kinds.SERVICE_ACCOUNT, text(row, "namespace"), text(row, "name"), path)
            else:
                yield Problem(
                    f"ServiceAccount `{text(row, 'name')}` is named without its namespace: the API server refuses that",
                    path[:-1],
                    fix="write the account's namespace beside its name",
                    severity="error",
                )


def _absent(cluster: Cluster, kind: str, namespace: str, name: str, path: Path) -> Iterator[Problem]:
    if not name or cluster.get(kind, namespace, name) is not None:
        return
    severity = cluster.absence(kind, namespace, name)
    if severity:
        names = [m.id.name for m in cluster.all(kind) if m.id.namespace == namespace]
        yield Problem(
            f"there is no {kind.partition('.')[0]} `{name}` in namespace {namespace}{did_you_mean(name, names)}",
            path,
            fix="create it, or name one that exists",
            severity="" if severity == "error" else severity,
        )
