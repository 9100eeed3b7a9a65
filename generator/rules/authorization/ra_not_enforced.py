"""tokens validated but not demanded

Why: A RequestAuthentication refuses bad tokens only: requests without any token pass, unless an AuthorizationPolicy
asks for one.
Source: https://istio.io/latest/docs/concepts/security/#request-authentication
Bad:
    apiVersion: security.istio.io/v1
    kind: RequestAuthentication
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      jwtRules: [{issuer: "https://id.example.com"}]
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
    kind: RequestAuthentication
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      jwtRules: [{issuer: "https://id.example.com"}]
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
    ---
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      rules: [{from: [{source: {requestPrincipals: ["*"]}}]}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.authorization import applying, selected, selector, target_refs, uses_tokens
from generator.facts.cluster import Cluster, rows
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.REQUEST_AUTHENTICATION,)
NEEDS = ("jwtRules",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    if target_refs(manifest) or not rows(manifest.body, "spec", "jwtRules"):
        return
    templates = selected(cluster, manifest)
    open_to_all = [
        template
        for template in templates
        if not any(uses_tokens(policy) for policy in applying(cluster, kinds.AUTHORIZATION_POLICY, template))
    ]
    if open_to_all:
        who = open_to_all[0].manifest.id
        # Validated for a whole namespace and demanded by some of its workloads: that is a decision.
        partly = len(open_to_all) < len(templates) and not selector(manifest)
        yield Problem(
            f"{who.kind} `{who.name}` takes requests without any token",
            ("spec",),
            fix="add an AuthorizationPolicy that asks for requestPrincipals",
            severity="info" if partly else "warning",
        )
