"""tokens asked for that nobody validates

Why: Without a RequestAuthentication no request has a principal or claims: ALLOW refuses everybody, DENY by
notRequestPrincipals too.
Source: https://istio.io/latest/docs/reference/config/security/request_authentication/
Bad:
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      rules: [{from: [{source: {requestPrincipals: ["*"]}}]}]
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
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      rules: [{from: [{source: {requestPrincipals: ["*"]}}]}]
    ---
    apiVersion: security.istio.io/v1
    kind: RequestAuthentication
    metadata: {name: web, namespace: shop}
    spec:
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
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.authorization import applying, rules_of, selected, target_refs, token_fields
from generator.facts.cluster import Cluster
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.AUTHORIZATION_POLICY,)
NEEDS = ("requestPrincipals", "notRequestPrincipals", "when")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    fields = [field for rule in rules_of(manifest) for field in token_fields(rule)]
    if not fields or target_refs(manifest):
        return
    path, what = fields[0]
    for template in selected(cluster, manifest):
        if not applying(cluster, kinds.REQUEST_AUTHENTICATION, template):
            who = template.manifest.id
            message = f"{what} needs a RequestAuthentication, and none is in force on {who.kind} `{who.name}`"
            yield Problem(message, path, fix="add a RequestAuthentication with the issuer of the tokens")
            return
