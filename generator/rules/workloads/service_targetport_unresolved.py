"""targetPort that names no port of the pods behind the Service

Why: Endpoints of that port stay empty and every connection is refused; where other pods have the port, these get
none of the requests.
Source: kubernetes pkg/api/v1/pod/util.go, FindPort.
Bad:
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec: {selector: {app: web}, ports: [{port: 80, targetPort: http}]}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers: [{name: web, image: "web:1", ports: [{name: web, containerPort: 8080}]}]
Good (a Job with the labels of its program):
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec:
      selector: {app: web}
      ports: [{port: 80, targetPort: http}]
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop, labels: {app: web}}
    spec:
      containers: [{name: web, image: "web:1", ports: [{name: http, containerPort: 8080}]}]
    ---
    apiVersion: batch/v1
    kind: Job
    metadata: {name: migrate, namespace: shop}
    spec:
      template:
        metadata: {labels: {app: web}}
        spec:
          restartPolicy: Never
          containers: [{name: migrate, image: "web:1"}]
Good:
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec: {selector: {app: web}, ports: [{port: 80, targetPort: http}]}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          initContainers:
            - {name: proxy, image: "proxy:1", restartPolicy: Always, ports: [{name: http, containerPort: 8080}]}
          containers: [{name: web, image: "web:1"}]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.facts import grammar, kinds
from generator.facts.cluster import Cluster, kind_name, mapping
from generator.facts.services import container_ports, landing, pods_behind, service_ports
from generator.facts.suggest import did_you_mean
from generator.model import Manifest
from generator.rules.problem import Place, Problem, once_a_field

SEVERITY = "error"
KINDS = (kinds.SERVICE,)
NEEDS = ("targetPort",)


_ENDING = (kinds.JOB, kinds.CRON_JOB, kinds.SCALED_JOB)


@once_a_field
def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for port in service_ports(cluster, manifest):
        # A name that no port may have is told as such.
        if not isinstance(port.target, str) or grammar.port_name_fault(port.target):
            continue
        behind = pods_behind(cluster, manifest)
        without = [template for template in behind if landing(template, port, cluster) is None]
        served = len(without) < len(behind)
        for template in without:
            # Pods that end, such as those of a migration with the labels of its program, serve nobody.
            if served and kind_name(template.manifest) in _ENDING:
                continue
            names = [declared.name for declared in container_ports(template) if declared.name]
            told = "of protocol " + port.protocol if port.target in names else "of that name"
            yield Problem(
                f"the pods of `{template.manifest.id.name}` have no port `{port.target}`"
                + (f" {told}" if port.target in names else did_you_mean(port.target, names)),
                (*port.path, "targetPort" if "targetPort" in _row(manifest, port.position) else "port"),
                fix="name a container port, or give its number",
                severity="warning" if served else "",
                related=(Place("these pods", template.manifest, (*template.path, "spec", "containers")),),
            )


def _row(manifest: Manifest, position: int) -> Mapping[str, Any]:
    return mapping(manifest.body, "spec", "ports", position)
