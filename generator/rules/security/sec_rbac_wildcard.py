"""role that permits everything

Why: A star covers what is added later too: secrets, exec into pods, new kinds. cluster-admin is that everywhere.
Source: https://kubernetes.io/docs/concepts/security/rbac-good-practices/
Bad:
    apiVersion: rbac.authorization.k8s.io/v1
    kind: Role
    metadata: {name: web, namespace: shop}
    rules: [{apiGroups: ["*"], resources: ["*"], verbs: ["*"]}]
Bad (exec):
    apiVersion: rbac.authorization.k8s.io/v1
    kind: Role
    metadata: {name: web, namespace: shop}
    rules: [{apiGroups: [""], resources: [pods/exec], verbs: [create]}]
Good:
    apiVersion: rbac.authorization.k8s.io/v1
    kind: Role
    metadata: {name: web, namespace: shop}
    rules: [{apiGroups: [""], resources: [configmaps], verbs: [get, list]}]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.facts.cluster import Cluster, mapping, rows
from generator.facts.fields import entries
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (
    "Role.rbac.authorization.k8s.io",
    "ClusterRole.rbac.authorization.k8s.io",
    "RoleBinding.rbac.authorization.k8s.io",
    "ClusterRoleBinding.rbac.authorization.k8s.io",
)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    role = mapping(manifest.body, "roleRef")
    if role.get("name") == "cluster-admin" and role.get("kind") == "ClusterRole":
        fix = "bind a role that names what is needed"
        yield Problem("the binding gives cluster-admin", ("roleRef", "name"), fix=fix)
    for n, row in entries(manifest.body, "rules"):
        for field, what in (("verbs", "verb"), ("resources", "resource"), ("apiGroups", "group")):
            if "*" in rows(row, field):
                fix = f"list the {field} it needs"
                yield Problem(f"the role permits every {what}", ("rules", n, field), fix=fix)
                break
        else:
            yield from _sharp(row, ("rules", n, "resources"))


def _sharp(row: Mapping[str, Any], path: Path) -> Iterator[Problem]:
    verbs, resources = rows(row, "verbs"), rows(row, "resources")
    if "create" in verbs and {"pods/exec", "pods/attach"} & {str(each) for each in resources}:
        yield Problem("the role may run commands in every pod of its scope", path, fix="remove it")
    if "secrets" in resources and {"get", "list", "watch"} & {str(v) for v in verbs} and not rows(row, "resourceNames"):
        yield Problem("the role may read every Secret of its scope", path, fix="list the Secrets under resourceNames")
