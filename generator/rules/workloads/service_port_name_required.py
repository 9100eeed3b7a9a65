"""several ports of a Service without names, or with the same one

Why: Endpoints keep ports apart by name, so with more than one each needs its own; the API server refuses it
otherwise.
Source: https://kubernetes.io/docs/concepts/services-networking/service/#multi-port-services
Bad:
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec: {selector: {app: web}, ports: [{port: 80}, {name: metrics, port: 9090}]}
Bad (one name):
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec: {selector: {app: web}, ports: [{name: http, port: 80}, {name: http, port: 8080}]}
Good:
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec: {selector: {app: web}, ports: [{name: http, port: 80}, {name: metrics, port: 9090}]}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import doubled, entries, text
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.SERVICE,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    given = list(entries(manifest.body, "spec", "ports"))
    if len(given) < 2:
        return
    for n, row in given:
        if not row.get("name"):
            yield Problem(
                f"port {row.get('port')} needs a name: the Service has {len(given)} ports",
                ("spec", "ports", n),
                fix="name it",
            )
    for n, first, name in doubled(iter([(n, text(row, "name")) for n, row in given])):
        yield Problem(
            f"two ports are called `{name}`",
            ("spec", "ports", n, "name"),
            fix="rename one",
            related=(Place("the first", manifest, ("spec", "ports", first)),),
        )
