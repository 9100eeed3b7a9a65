"""policy attached to something it cannot be attached to

Why: Istio takes a selector or targets, not both, and targets only in its own namespace.
Source: istio pkg/config/validation/validation.go, validatePolicyTargetReferences;
https://istio.io/latest/docs/reference/config/type/workload-selector/#PolicyTargetReference
Bad:
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      targetRefs: [{kind: Service, group: "", name: web}]
      rules: [{}]
Bad (kind):
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      targetRefs: [{kind: Deployment, group: apps, name: web}]
      rules: [{}]
Good:
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      targetRefs: [{kind: Service, group: "", name: web}]
      rules: [{}]
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec:
      selector: {app: web}
      ports: [{name: http, port: 80, targetPort: 8080}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.authorization import selector, target_refs
from generator.facts.cluster import Cluster
from generator.facts.fields import text
from generator.facts.suggest import did_you_mean
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.AUTHORIZATION_POLICY, kinds.REQUEST_AUTHENTICATION)
NEEDS = ("targetRefs", "targetRef")

TARGETS = (
    "Gateway.gateway.networking.k8s.io",
    "GatewayClass.gateway.networking.k8s.io",
    "Service",
    kinds.SERVICE_ENTRY,
)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    found = target_refs(manifest)
    if found and selector(manifest):
        fix = "keep one of the two"
        yield Problem("selector and targetRefs exclude each other", ("spec", "selector"), fix=fix, at_key=True)
    for path, row in found:
        kind = f"{text(row, 'kind')}.{text(row, 'group')}".rstrip(".")
        if kind not in TARGETS:
            meant = ", ".join(sorted(TARGETS))
            yield Problem(f"a policy cannot be attached to {kind}", (*path, "kind"), fix=f"attach it to one of {meant}")
        elif text(row, "namespace") not in ("", manifest.id.namespace):
            fix = "write the policy in the namespace of its target"
            yield Problem("the target lies in another namespace", (*path, "namespace"), fix=fix)
        elif not kind.startswith("GatewayClass"):
            yield from _missing(manifest, cluster, kind, text(row, "name"), path)


def _missing(manifest: Manifest, cluster: Cluster, kind: str, name: str, path: Path) -> Iterator[Problem]:
    namespace = manifest.id.namespace
    severity = cluster.absence(kind, namespace, name)
    if name and severity and cluster.get(kind, namespace, name) is None:
        here = [m.id.name for m in cluster.all(kind) if m.id.namespace == namespace]
        message = f"there is no {kind.partition('.')[0]} `{name}` in namespace `{namespace}`{did_you_mean(name, here)}"
        yield Problem(message, (*path, "name"), fix="correct the name", severity=severity)
