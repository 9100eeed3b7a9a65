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
Bad (in a condition):
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      rules: [{when: [{key: destination.port, values: ["80"]}]}]
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec: {selector: {app: web}, ports: [{name: http, port: 80, targetPort: 8080}]}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec: {containers: [{name: web, image: "web:1", ports: [{containerPort: 8080}]}]}
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
from generator.facts.cluster import Cluster
from generator.model import Manifest, Path
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.AUTHORIZATION_POLICY,)
NEEDS = ("ports", "notPorts", "when")

_PORTS = ("ports", "notPorts")
_VALUES = ("values", "notValues")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    templates = selected(cluster, manifest)
    for path, written in _named(manifest) if templates else ():
        number = int(written) if written.isascii() and written.isdigit() else None
        found = mistaken_port(cluster, templates, number) if number is not None else None
        if found is not None:
            service, port = found
            yield Problem(
                f"{number} is the port of Service `{service.id.name}`, its pods listen on {port}",
                path,
                fix=f'write "{port}"',
                related=(Place("the Service", service, ("spec", "ports")),),
            )


def _named(manifest: Manifest) -> Iterator[tuple[Path, str]]:
    """Every port that the rules of a policy name, in operations and conditions."""
    for rule in rules_of(manifest):
        lists = [((*path, key), operation.get(key)) for path, operation in rule.operations() for key in _PORTS]
        for path, condition in rule.conditions():
            if condition.get("key") == "destination.port":
                lists += [((*path, key), condition.get(key)) for key in _VALUES]
        for path, values in lists:
            for n, value in enumerate(values if isinstance(values, list) else ()):
                if isinstance(value, str):
                    yield (*path, n), value
