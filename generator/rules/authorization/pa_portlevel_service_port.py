"""port mode for the Service's port instead of the pods'

Why: The policy names ports of the workload: for the Service's number it does nothing, and nobody is told.
Source: https://istio.io/latest/docs/reference/config/security/peer_authentication/
Bad:
    apiVersion: security.istio.io/v1
    kind: PeerAuthentication
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      portLevelMtls: {"80": {mode: DISABLE}}
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
    kind: PeerAuthentication
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      portLevelMtls: {"8080": {mode: DISABLE}}
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
from generator.facts.authorization import mistaken_port, selected, selector
from generator.facts.cluster import Cluster, mapping
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.PEER_AUTHENTICATION,)
NEEDS = ("portLevelMtls",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    templates = selected(cluster, manifest) if selector(manifest) else ()
    for key in mapping(manifest.body, "spec", "portLevelMtls"):
        found = mistaken_port(cluster, templates, int(str(key))) if str(key).isdigit() else None
        if found is not None:
            service, port = found
            yield Problem(
                f"{key} is the port of Service `{service.id.name}`, its pods listen on {port}",
                ("spec", "portLevelMtls", key),
                fix=f"write {port}",
                related=(Place("the Service", service, ("spec", "ports")),),
                at_key=True,
            )
