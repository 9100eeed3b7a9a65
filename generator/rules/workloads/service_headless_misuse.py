"""headless Service where one with an address is needed, or the other way round

Why: A Service of type NodePort or LoadBalancer needs an address of its own; a StatefulSet's Service must be headless,
or its pods get no names.
Source: https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id
Bad:
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec: {type: NodePort, clusterIP: None, selector: {app: web}, ports: [{port: 80}]}
Bad (StatefulSet):
    apiVersion: v1
    kind: Service
    metadata: {name: db, namespace: shop}
    spec: {selector: {app: db}, ports: [{port: 5432}]}
    ---
    apiVersion: apps/v1
    kind: StatefulSet
    metadata: {name: db, namespace: shop}
    spec:
      serviceName: db
      selector: {matchLabels: {app: db}}
      template:
        metadata: {labels: {app: db}}
        spec:
          containers: [{name: db, image: "db:1"}]
Good:
    apiVersion: v1
    kind: Service
    metadata: {name: db, namespace: shop}
    spec: {clusterIP: None, selector: {app: db}, ports: [{port: 5432}]}
    ---
    apiVersion: apps/v1
    kind: StatefulSet
    metadata: {name: db, namespace: shop}
    spec:
      serviceName: db
      selector: {matchLabels: {app: db}}
      template:
        metadata: {labels: {app: db}}
        spec:
          containers: [{name: db, image: "db:1"}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, get, kind_name, mapping
from generator.facts.fields import text
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.SERVICE, kinds.STATEFUL_SET)
NEEDS = ("clusterIP", "serviceName")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    spec = mapping(manifest.body, "spec")
    if kind_name(manifest) == kinds.SERVICE:
        if spec.get("clusterIP") == "None" and spec.get("type") in ("NodePort", "LoadBalancer"):
            yield Problem(f"a {spec['type']} Service cannot be headless", ("spec", "clusterIP"), fix="remove clusterIP")
        return
    service = cluster.get(kinds.SERVICE, manifest.id.namespace, text(spec, "serviceName"))
    if service is not None and get(service.body, "spec", "clusterIP") != "None":
        yield Problem(
            f"the Service `{service.id.name}` is not headless, so the pods get no names",
            ("spec", "serviceName"),
            fix="name a Service with clusterIP: None",
            severity="warning",
            related=(Place("the Service", service, ("spec",)),),
        )
