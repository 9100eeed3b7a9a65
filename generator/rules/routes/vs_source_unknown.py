"""route for clients that do not exist

Why: The route is for pods with these labels or of this namespace, and there are none: it is never used.
Source: https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest (sourceLabels,
sourceNamespace)
Bad:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: web, namespace: shop}
    spec:
      hosts: [web]
      http:
        - match: [{sourceLabels: {app: fronted}}]
          route: [{destination: {host: web}}]
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: front, namespace: shop, labels: {app: frontend}}
    spec: {containers: [{name: front, image: "front:1"}]}
Good:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: web, namespace: shop}
    spec:
      hosts: [web]
      http:
        - match: [{sourceLabels: {app: frontend}, sourceNamespace: shop}]
          route: [{destination: {host: web}}]
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: front, namespace: shop, labels: {app: frontend}}
    spec: {containers: [{name: front, image: "front:1"}]}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping
from generator.facts.fields import text
from generator.facts.route_matches import own_routes
from generator.facts.selector import matches_labels
from generator.facts.suggest import did_you_mean
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
DEFAULT = False
KINDS = (kinds.VIRTUAL_SERVICE,)
NEEDS = ("sourceLabels", "sourceNamespace")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for route in own_routes(manifest):
        for match in route.matches:
            labels, home = mapping(match.body, "sourceLabels"), text(match.body, "sourceNamespace")
            here = cluster.templates_in(home) if home else cluster.templates
            sure = bool(here) or (bool(home) and cluster.closed(home))
            if home and not here:
                yield Problem(
                    f"no pod here lives in namespace `{home}`{did_you_mean(home, cluster.namespaces)}",
                    (*match.path, "sourceNamespace"),
                    fix="name a namespace with clients",
                    severity="" if sure else "unverifiable",
                )
            elif labels and not any(matches_labels(labels, template.labels) for template in here):
                shown = ", ".join(f"{key}={value}" for key, value in sorted(labels.items()))
                known = {str(value) for template in here for value in template.labels.values()}
                odd = next((str(v) for _, v in sorted(labels.items()) if str(v) not in known), "")
                yield Problem(
                    f"no pod here has the labels {shown}{did_you_mean(odd, known) if odd else ''}",
                    (*match.path, "sourceLabels"),
                    fix="use labels of the clients' pods",
                    severity="" if sure else "unverifiable",
                )
