"""ExternalName that is no host name

Why: The name becomes a CNAME record: an address or an illegal name never resolves. A selector is ignored.
Source: https://kubernetes.io/docs/concepts/services-networking/service/#externalname
Bad:
    apiVersion: v1
    kind: Service
    metadata: {name: db, namespace: shop}
    spec: {type: ExternalName, externalName: 10.0.0.1}
Bad (none):
    apiVersion: v1
    kind: Service
    metadata: {name: db, namespace: shop}
    spec: {type: ExternalName}
Good:
    apiVersion: v1
    kind: Service
    metadata: {name: db, namespace: shop}
    spec: {type: ExternalName, externalName: db.example.com}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.facts import grammar, kinds
from generator.facts.cluster import Cluster, mapping
from generator.facts.fields import text
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.SERVICE,)
NEEDS = ("type",)

_ADDRESS = re.compile(r"[0-9]+(\.[0-9]+){3}\Z|.*:")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    spec = mapping(manifest.body, "spec")
    if spec.get("type") != "ExternalName":
        return
    name, path = text(spec, "externalName"), ("spec", "externalName")
    if not name:
        yield Problem("the Service has no externalName", path, fix="name the host it stands for")
    elif _ADDRESS.match(name):
        yield Problem(
            f"`{name}` is an address, not a host name", path, fix="use a Service without selector and an EndpointSlice"
        )
    elif fault := grammar.subdomain_fault(name.rstrip(".")):
        yield Problem(f"the host name `{name}` {fault}", path, fix="correct the name")
    if spec.get("selector"):
        yield Problem(
            "the selector of an ExternalName is ignored", ("spec", "selector"), fix="remove it", severity="warning"
        )
