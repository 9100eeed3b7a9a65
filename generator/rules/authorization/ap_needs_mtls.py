"""identities where nobody has one

Why: Principals and namespaces come from the client's certificate. Without mutual TLS there is none: ALLOW admits
nobody, DENY refuses nobody.
Source: https://istio.io/latest/docs/concepts/security/#dependency-on-mutual-tls
Bad:
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      rules: [{from: [{source: {namespaces: [shop]}}]}]
    ---
    apiVersion: security.istio.io/v1
    kind: PeerAuthentication
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      mtls: {mode: DISABLE}
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
Bad (passed by without TLS):
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      action: DENY
      selector: {matchLabels: {app: web}}
      rules: [{from: [{source: {namespaces: [shop]}}]}]
    ---
    apiVersion: security.istio.io/v1
    kind: PeerAuthentication
    metadata: {name: web, namespace: shop}
    spec:
      mtls: {mode: PERMISSIVE}
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
Bad (in a condition):
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      rules: [{when: [{key: source.principal, values: [cluster.local/ns/shop/sa/web]}]}]
    ---
    apiVersion: security.istio.io/v1
    kind: PeerAuthentication
    metadata: {name: default, namespace: shop}
    spec: {mtls: {mode: DISABLE}}
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
      rules: [{from: [{source: {namespaces: [shop]}}]}]
    ---
    apiVersion: security.istio.io/v1
    kind: PeerAuthentication
    metadata: {name: web, namespace: shop}
    spec:
      mtls: {mode: STRICT}
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
from generator.facts.admission import Client, Request, refusing
from generator.facts.authorization import action, identities, pod_ports, ports_of, rules_of, selected
from generator.facts.cluster import Cluster, PodTemplate
from generator.facts.mutual_tls import DISABLE, PERMISSIVE, Mode, mode
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.AUTHORIZATION_POLICY,)
NEEDS = ("principals", "namespaces", "serviceAccounts", "when")

_ANYBODY = Client("", anonymous=True)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for rule in rules_of(manifest):
        fields = identities(rule)
        if not fields:
            continue
        named = ports_of(rule)
        for template in selected(cluster, manifest):
            found = _weakest(cluster, template, named)
            who = template.manifest.id
            if found is None:
                continue
            weak, port = found
            related = (Place("the mode", weak.policy, ("spec",)),) if weak.policy else ()
            # Another rule may admit everybody on that port, as for scrapes.
            refused = action(manifest) != "ALLOW" or refusing(cluster, template, _ANYBODY, Request(port))
            if weak.name == DISABLE and not refused:
                continue
            if weak.name == DISABLE:
                message = f"port {port} of {who.kind} `{who.name}` takes no mutual TLS: callers have no identity there"
                yield Problem(message, fields[0], fix="let the port take mutual TLS", related=related)
            elif action(manifest) == "DENY":
                message = f"port {port} of {who.kind} `{who.name}` takes plain text too, which no identity is known of"
                fix = "make mutual TLS STRICT, or deny by notPrincipals"
                yield Problem(message, fields[0], fix=fix, severity="warning", related=related)
            else:
                continue
            break


def _weakest(cluster: Cluster, template: PodTemplate, named: set[int]) -> tuple[Mode, int] | None:
    """The weakest mode on the ports in question, None when all are STRICT or unknown."""
    modes = [(mode(cluster, template, port), port) for port in sorted(named or pod_ports(cluster, template))]
    for wanted in (DISABLE, PERMISSIVE):
        for each in modes:
            if each[0].name == wanted:
                return each
    return None
