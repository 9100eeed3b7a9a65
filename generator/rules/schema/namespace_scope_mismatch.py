"""namespace on an object of the whole cluster

Why: Such an object has no namespace; the field is dropped or refused, and whoever wrote it thought otherwise.
Source:
https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/#not-all-objects-are-in-a-namespace
Bad:
    apiVersion: rbac.authorization.k8s.io/v1
    kind: ClusterRole
    metadata: {name: web, namespace: shop}
    rules: [{apiGroups: [""], resources: [pods], verbs: [get]}]
Good:
    apiVersion: rbac.authorization.k8s.io/v1
    kind: Role
    metadata: {name: web, namespace: shop}
    rules: [{apiGroups: [""], resources: [pods], verbs: [get]}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, get, kind_name
from generator.model import OMIT, Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = ("*",)

_WHOLE_CLUSTER = frozenset(
    {
        "APIService.apiregistration.k8s.io",
        "ClusterExternalSecret.external-secrets.io",
        "ClusterIssuer.cert-manager.io",
        "ClusterRole.rbac.authorization.k8s.io",
        "ClusterRoleBinding.rbac.authorization.k8s.io",
        "ClusterSecretStore.external-secrets.io",
        "CustomResourceDefinition.apiextensions.k8s.io",
        "GatewayClass.gateway.networking.k8s.io",
        "IngressClass.networking.k8s.io",
        "MutatingWebhookConfiguration.admissionregistration.k8s.io",
        "PriorityClass.scheduling.k8s.io",
        "RuntimeClass.node.k8s.io",
        "StorageClass.storage.k8s.io",
        "ValidatingWebhookConfiguration.admissionregistration.k8s.io",
        kinds.CLUSTER_TRIGGER_AUTHENTICATION,
        kinds.NAMESPACE,
        "PersistentVolume",
    }
)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    if kind_name(manifest) in _WHOLE_CLUSTER and get(manifest.body, "metadata", "namespace"):
        yield Problem(
            f"a {manifest.id.kind} has no namespace",
            ("metadata", "namespace"),
            fix="remove the namespace",
            safe=True,
            value=OMIT,
        )
