"""policy that refuses every request to a workload

Why: ALLOW without rules admits nobody. As a default for a namespace that is a known pattern; on a selected workload
it is most likely a mistake.
Source: https://istio.io/latest/docs/reference/config/security/authorization-policy/ (allow-nothing).
Bad:
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      action: ALLOW
      selector: {matchLabels: {app: web}}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - {name: web, image: "web:1", ports: [{containerPort: 8080}]}
Good:
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: deny-all, namespace: shop}
    spec: {}
Good:
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      action: ALLOW
    ---
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: more, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      rules: [{}]
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - {name: web, image: "web:1", ports: [{containerPort: 8080}]}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.authorization import action, applying, selected, selector
from generator.facts.cluster import Cluster, rows
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.AUTHORIZATION_POLICY,)
NEEDS = ("selector",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    if action(manifest) != "ALLOW" or rows(manifest.body, "spec", "rules") or not selector(manifest):
        return
    if any(word in manifest.id.name for word in ("deny", "nothing", "none")):
        return
    for template in selected(cluster, manifest):
        every = applying(cluster, kinds.AUTHORIZATION_POLICY, template)
        if not any(action(p) == "ALLOW" and rows(p.body, "spec", "rules") for p in every):
            who = template.manifest.id
            fix = "write rules, or a name that says so, such as deny-all"
            yield Problem(f"nobody may call {who.kind} `{who.name}`: the policy has no rules", ("spec",), fix=fix)
            return
