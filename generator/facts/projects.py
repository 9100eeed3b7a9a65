"""What an AppProject permits, decided as Argo CD decides it.

Source: argo-cd pkg/apis/application/v1alpha1/app_project_types.go (IsSourcePermitted, isDestinationMatched,
IsGroupKindNamePermitted): a pattern with `!` takes away, and by itself lets everything else pass.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from generator.facts import globs, kinds
from generator.facts.applications import Declared, plain_url, project
from generator.facts.cluster import Cluster, get, rows
from generator.facts.fields import entries, text
from generator.model import Manifest

DEFAULT = "default"

CLUSTER_SCOPED = frozenset(
    f"{group}/{kind}"
    for group, names in {
        "": "Namespace Node PersistentVolume",
        "admissionregistration.k8s.io": "MutatingWebhookConfiguration ValidatingWebhookConfiguration "
        "ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding MutatingAdmissionPolicy "
        "MutatingAdmissionPolicyBinding",
        "apiextensions.k8s.io": "CustomResourceDefinition",
        "apiregistration.k8s.io": "APIService",
        "certificates.k8s.io": "CertificateSigningRequest",
        "cert-manager.io": "ClusterIssuer",
        "external-secrets.io": "ClusterSecretStore ClusterExternalSecret ClusterPushSecret",
        "flowcontrol.apiserver.k8s.io": "FlowSchema PriorityLevelConfiguration",
        "gateway.networking.k8s.io": "GatewayClass",
        "keda.sh": "ClusterTriggerAuthentication",
        "networking.k8s.io": "IngressClass IPAddress ServiceCIDR",
        "node.k8s.io": "RuntimeClass",
        "rbac.authorization.k8s.io": "ClusterRole ClusterRoleBinding",
        "resource.k8s.io": "DeviceClass ResourceSlice",
        "scheduling.k8s.io": "PriorityClass",
        "snapshot.storage.k8s.io": "VolumeSnapshotClass VolumeSnapshotContent",
        "storage.k8s.io": "StorageClass CSIDriver CSINode VolumeAttachment VolumeAttributesClass",
        "trust.cert-manager.io": "Bundle",
    }.items()
    for kind in names.split()
)


def cluster_scoped(cluster: Cluster, manifest: Manifest) -> bool | None:
    """Whether an object belongs to no namespace; None when its kind is unknown and it names none."""
    if f"{manifest.id.group}/{manifest.id.kind}" in CLUSTER_SCOPED:
        return True
    if manifest.id.namespace:
        return False
    scope = _scopes(cluster).get((manifest.id.group, manifest.id.kind))
    if scope is not None:
        return scope == "Cluster"
    return False if "." not in manifest.id.group or manifest.id.group in _KNOWN else None


def whole_cluster(cluster: Cluster, manifest: Manifest) -> bool:
    """Whether a kind is surely one of the whole cluster, whatever its object says."""
    kind = (manifest.id.group, manifest.id.kind)
    return "/".join(kind) in CLUSTER_SCOPED or _scopes(cluster).get(kind) == "Cluster"


_KNOWN = frozenset({"keda.sh", "networking.istio.io", "security.istio.io", "monitoring.coreos.com", "argoproj.io"})


@lru_cache(maxsize=8)
def _scopes(cluster: Cluster) -> Mapping[tuple[str, str], str]:
    crds = cluster.all("CustomResourceDefinition.apiextensions.k8s.io")
    return {
        (text(c.body, "spec", "group"), text(c.body, "spec", "names", "kind")): text(c.body, "spec", "scope")
        for c in crds
    }


@lru_cache(maxsize=8)
def projects(cluster: Cluster) -> Mapping[str, Manifest]:
    """The AppProjects of a cluster by name."""
    return {manifest.id.name: manifest for manifest in cluster.all(kinds.APP_PROJECT)}


def project_of(cluster: Cluster, app: Declared) -> Manifest | None:
    """The AppProject of an Application, None where it is not here."""
    return projects(cluster).get(project(app))


def permits_source(appproject: Manifest, url: str) -> bool:
    """Whether the project lets Applications read from a repository."""
    wanted, found = plain_url(url), False
    for row in rows(appproject.body, "spec", "sourceRepos"):
        if not isinstance(row, str):
            continue
        pattern = f"!{plain_url(row[1:])}" if globs.denies(row) else plain_url(row)
        matched = globs.permits(pattern, wanted, "/")
        if not matched and globs.denies(pattern):
            return False
        found = found or matched
    return found


def permits_destination(appproject: Manifest, server: str, name: str, namespace: str) -> bool | None:
    """Whether the project lets Applications deploy there; None when the cluster's other name would decide."""
    found, unsure, doubtful = False, False, False
    for _, row in entries(appproject.body, "spec", "destinations"):
        servers, names, spaces = (text(row, key) for key in ("server", "name", "namespace"))
        by_server = bool(server) and globs.permits(servers.rstrip("/"), server)
        by_name = bool(name) and globs.permits(names, name)
        in_space = globs.permits(spaces, namespace)
        if (by_server or by_name) and in_space:
            found = True
        elif globs.denies(spaces) and not in_space:
            # Argo CD asks for the server here, whatever the name.
            if by_server or servers == "*":
                return False
            doubtful = doubtful or bool(servers and not server)
        elif (globs.denies(names) and name and not by_name) or (globs.denies(servers) and not by_server and in_space):
            return False
        elif in_space and ((servers and not server) or (names and not name and not servers)):
            unsure = True
    return None if doubtful or (unsure and not found) else found


def permits_kind(appproject: Manifest, group: str, kind: str, name: str, *, namespaced: bool) -> bool:
    """Whether the project lets Applications own an object of the kind."""
    if namespaced:
        allowed = get(appproject.body, "spec", "namespaceResourceWhitelist")
        listed = not isinstance(allowed, list) or _lists(allowed, group, kind, name)
        return listed and not _lists(rows(appproject.body, "spec", "namespaceResourceBlacklist"), group, kind, name)
    listed = _lists(rows(appproject.body, "spec", "clusterResourceWhitelist"), group, kind, name)
    return listed and not _lists(rows(appproject.body, "spec", "clusterResourceBlacklist"), group, kind, name)


def _lists(items: Iterable[Any], group: str, kind: str, name: str) -> bool:
    for row in items:
        if not isinstance(row, Mapping):
            continue
        if globs.matches(text(row, "kind"), kind) and globs.matches(text(row, "group"), group):
            only = text(row, "name")
            if not only or globs.matches(only, name):
                return True
    return False
