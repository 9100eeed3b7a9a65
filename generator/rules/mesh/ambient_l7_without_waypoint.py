"""rule about HTTP where nothing reads HTTP

Why: In ambient mode only a waypoint reads requests: without one a policy about paths refuses everything it should
admit, and routes and token rules do nothing.
Source: https://istio.io/latest/docs/ambient/usage/waypoint/, https://istio.io/latest/docs/ambient/usage/l4-policy/
and IST0167
Bad:
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec: {rules: [{to: [{operation: {paths: ["/api*"]}}]}]}
    ---
    apiVersion: v1
    kind: Namespace
    metadata: {name: shop, labels: {istio.io/dataplane-mode: ambient}}
Good:
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec: {rules: [{from: [{source: {namespaces: [shop]}}]}]}
    ---
    apiVersion: v1
    kind: Namespace
    metadata: {name: shop, labels: {istio.io/dataplane-mode: ambient}}
Good (with a waypoint):
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec: {targetRefs: [{kind: Service, group: "", name: web}], rules: [{to: [{operation: {paths: ["/api*"]}}]}]}
    ---
    apiVersion: v1
    kind: Namespace
    metadata: {name: shop, labels: {istio.io/dataplane-mode: ambient, istio.io/use-waypoint: waypoint}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.authorization import http_fields, rules_of, target_refs
from generator.facts.cluster import Cluster, get, kind_name, mapping, rows
from generator.facts.istio_gateways import MESH, bound
from generator.model import Manifest, Path
from generator.rules.problem import Place, Problem

SEVERITY = "warning"
DEFAULT = False
KINDS = (kinds.AUTHORIZATION_POLICY, kinds.REQUEST_AUTHENTICATION, kinds.VIRTUAL_SERVICE)

_MODE, _WAYPOINT = "istio.io/dataplane-mode", "istio.io/use-waypoint"


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    namespace = cluster.get(kinds.NAMESPACE, "", manifest.id.namespace)
    if namespace is None or mapping(namespace.body, "metadata", "labels").get(_MODE) != "ambient":
        return
    path = _about_http(manifest)
    if path is None:
        return
    if not _has_waypoint(cluster, namespace):
        yield Problem(
            f"it is about HTTP, and no waypoint of namespace `{namespace.id.name}` reads HTTP",
            path,
            fix=f"add a waypoint and the label {_WAYPOINT}",
            related=(Place("ambient, without a waypoint", namespace, ("metadata", "labels")),),
        )
    elif kind_name(manifest) != kinds.VIRTUAL_SERVICE and not target_refs(manifest):
        yield Problem(
            "waypoints read only policies that name them or a Service in targetRefs",
            path,
            fix="attach it with targetRefs",
        )


def _about_http(manifest: Manifest) -> Path | None:
    """Where an object says something about HTTP, None when it does not."""
    match kind_name(manifest):
        case kinds.AUTHORIZATION_POLICY:
            return next((path for rule in rules_of(manifest) for path, _ in http_fields(rule)), None)
        case kinds.REQUEST_AUTHENTICATION:
            return ("spec", "jwtRules") if rows(manifest.body, "spec", "jwtRules") else None
    return ("spec", "http") if rows(manifest.body, "spec", "http") and MESH in bound(manifest) else None


def _has_waypoint(cluster: Cluster, namespace: Manifest) -> bool:
    here = namespace.id.name
    services = (service for service in cluster.all(kinds.SERVICE) if service.id.namespace == here)
    return any(get(m.body, "metadata", "labels", _WAYPOINT) not in (None, "none") for m in (namespace, *services))
