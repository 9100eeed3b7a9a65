"""rule for the Service's port instead of the pods'

Why: Policies see the port the pod listens on: the rule never matches.
Source: https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation
Bad:
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      rules: [{to: [{operation: {ports: ["80"]}}]}]
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
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec:
      selector: {app: web}
      ports: [{name: http, port: 80, targetPort: 8080}]
Good:
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      rules: [{to: [{operation: {ports: ["8080"]}}]}]
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
from generator.facts.authorization import mistaken_port, rules_of, selected
from generator.facts.cluster import Cluster, rows
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.AUTHORIZATION_POLICY,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    templates = selected(cluster, manifest)
    for rule in rules_of(manifest):
        for path, operation in rule.operations():
            for key in ("ports", "notPorts"):
                for n, written in enumerate(rows(operation, key)):
                    number = int(written) if isinstance(written, str) and written.isdigit() else None
                    found = mistaken_port(cluster, templates, number) if number is not None else None
                    if found is not None:
                        service, port = found
                        yield Problem(
                            f"{number} is the port of Service `{service.id.name}`, its pods listen on {port}",
                            (*path, key, n),
                            fix=f'write "{port}"',
                            related=(Place("the Service", service, ("spec", "ports")),),
                        )
