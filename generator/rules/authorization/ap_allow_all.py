"""policy that admits everybody

Why: An empty rule matches every request: with ALLOW, no other ALLOW policy of the workload restricts anything any
more.
Source: https://istio.io/latest/docs/reference/config/security/authorization-policy/ (allow-all, which is a remark only
where the policy's name says as much).
Bad:
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      rules: [{}]
Good:
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec: {}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.authorization import action, rules_of
from generator.facts.cluster import Cluster
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.AUTHORIZATION_POLICY,)
NEEDS = ("rules",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    if action(manifest) != "ALLOW":
        return
    for rule in rules_of(manifest):
        if not rule.body:
            fix = "say from where or to what"
            severity = "info" if "allow" in manifest.id.name else "warning"
            yield Problem("an empty rule admits every request", rule.path, fix=fix, severity=severity)
