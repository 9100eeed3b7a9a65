"""service account token that nothing needs

Why: Whoever breaks into the container may speak to the API server with it.
Source:
https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#opt-out-of-api-credential-automounting.
An account that some binding here names needs its token.
Bad:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - {name: web, image: "web:1"}
Good:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          automountServiceAccountToken: false
          containers:
            - {name: web, image: "web:1"}
Good (the account says so):
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          serviceAccountName: web
          containers:
            - {name: web, image: "web:1"}
    ---
    apiVersion: v1
    kind: ServiceAccount
    metadata: {name: web, namespace: shop}
    automountServiceAccountToken: false
Good (it has rights):
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          serviceAccountName: web
          containers:
            - {name: web, image: "web:1"}
    ---
    apiVersion: rbac.authorization.k8s.io/v1
    kind: RoleBinding
    metadata: {name: web, namespace: shop}
    roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
    subjects: [{kind: ServiceAccount, name: web, namespace: shop}]
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import entries, text
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "info"
DEFAULT = False
KINDS = kinds.WORKLOADS

_BINDINGS = ("RoleBinding.rbac.authorization.k8s.io", "ClusterRoleBinding.rbac.authorization.k8s.io")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    if template is None or template.spec.get("automountServiceAccountToken") is not None:
        return
    name = text(template.spec, "serviceAccountName") or "default"
    account = cluster.get(kinds.SERVICE_ACCOUNT, template.namespace, name)
    refused = account is not None and account.body.get("automountServiceAccountToken") is False
    if not refused and (template.namespace, name) not in _bound(cluster):
        yield Problem(
            f"the token of ServiceAccount `{name}` is mounted, and no binding here gives it any right",
            (*template.path, "spec"),
            fix="set automountServiceAccountToken: false",
        )


@lru_cache(maxsize=8)
def _bound(cluster: Cluster) -> frozenset[tuple[str, str]]:
    """The accounts, by namespace and name, that some binding names."""
    subjects = [(b, row) for b in cluster.all(*_BINDINGS) for _, row in entries(b.body, "subjects")]
    return frozenset(
        (text(row, "namespace") or binding.id.namespace, text(row, "name"))
        for binding, row in subjects
        if row.get("kind") == "ServiceAccount"
    )
