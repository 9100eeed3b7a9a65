"""HTTP attributes on a port that speaks no HTTP

Why: On such a port an ALLOW rule with HTTP attributes never matches, and a DENY rule ignores them and may refuse
everything.
Source: https://istio.io/latest/docs/tasks/security/authorization/authz-tcp/ and the protocol selection of Services.
Bad:
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      rules: [{to: [{operation: {methods: [GET], ports: ["8080"]}}]}]
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
      ports: [{name: tcp-db, port: 8080}]
Bad (a denial that a database feels too):
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      action: DENY
      selector: {matchLabels: {app: web}}
      rules: [{to: [{operation: {methods: [DELETE]}}]}]
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, image: "web:1"}]}}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec:
      selector: {app: web}
      ports: [{name: http, port: 80, targetPort: 8080}, {name: redis, port: 6379}]
Good:
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      rules: [{to: [{operation: {methods: [GET], ports: ["8080"]}}]}]
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
      ports: [{name: http-web, port: 8080}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.authorization import (
    action,
    http_fields,
    pod_ports,
    ports_of,
    rules_of,
    selected,
    tcp_only,
)
from generator.facts.cluster import Cluster, PodTemplate
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.AUTHORIZATION_POLICY,)
NEEDS = (
    "hosts",
    "notHosts",
    "methods",
    "notMethods",
    "paths",
    "notPaths",
    "requestPrincipals",
    "notRequestPrincipals",
    "when",
)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    templates = selected(cluster, manifest)
    for rule in rules_of(manifest):
        fields = list(http_fields(rule))
        if not fields or not templates:
            continue
        named = ports_of(rule)
        path, what = fields[0]
        if all(_speaks_none(cluster, template, named) for template in templates):
            effect = "may refuse every connection" if action(manifest) == "DENY" else "never matches"
            yield Problem(
                f"no port in question speaks HTTP: a rule on {what} {effect}",
                path,
                fix="name the protocol of the Service's port (appProtocol), or leave HTTP attributes out",
            )

        elif action(manifest) == "DENY" and not named:
            yield from _refuses_more(cluster, templates, path, what)


def _refuses_more(cluster: Cluster, templates: tuple[PodTemplate, ...], path: Path, what: str) -> Iterator[Problem]:
    """A denial for all ports leaves out what a TCP port does not know, and refuses the rest of it."""
    for template in templates:
        port = next((each for each in sorted(pod_ports(cluster, template)) if tcp_only(cluster, template, each)), None)
        if port is not None:
            who = template.manifest.id
            yield Problem(
                f"port {port} of {who.kind} `{who.name}` speaks no HTTP: there the rule holds without {what}",
                path,
                fix="name the ports that the rule is for",
                severity="warning",
            )
            return


def _speaks_none(cluster: Cluster, template: PodTemplate, named: set[int]) -> bool:
    asked = named or pod_ports(cluster, template)
    return bool(asked) and all(tcp_only(cluster, template, port) for port in asked)
