"""Service name that is no RFC 1035 label

Why: A Service's name is a DNS host, so it must begin with a letter, have no dots and at most 63 characters.
Source: https://kubernetes.io/docs/concepts/services-networking/service/#defining-a-service
Bad:
    apiVersion: v1
    kind: Service
    metadata: {name: 1api, namespace: shop}
    spec:
      ports: [{port: 80}]
Good:
    apiVersion: v1
    kind: Service
    metadata: {name: api-1, namespace: shop}
    spec:
      ports: [{port: 80}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import grammar, kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import text
from generator.facts.residue import unrendered
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.SERVICE,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    name = text(manifest.body, "metadata", "name")
    if name and (fault := grammar.label_1035_fault(name)) and not unrendered(name):
        yield Problem(f"the Service name `{name}` {fault}", ("metadata", "name"), fix="rename the Service")
