"""port outside 1 to 65535

Why: No such port exists, and the API server or istiod refuses the object; node ports outside 30000 to 32767 are refused
too unless the cluster was given another range.
Source: kubernetes apimachinery pkg/util/validation/validation.go, IsValidPortNum.
Bad:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers: [{name: web, image: "web:1", ports: [{containerPort: 80800}]}]
Bad (Service):
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec:
      ports: [{port: 0}]
Bad (node port):
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec:
      type: NodePort
      ports: [{port: 80, nodePort: 8080}]
Bad (hook):
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers: [{name: web, image: "web:1", lifecycle: {preStop: {httpGet: {path: /stop, port: 80800}}}}]
Good (0 stands for the port itself):
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec:
      ports: [{port: 80, targetPort: 0}]
Good:
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec:
      type: NodePort
      ports: [{port: 80, nodePort: 30080, targetPort: 65535}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, kind_name
from generator.facts.fields import entries, text, whole
from generator.facts.istio_hosts import expand, service_name
from generator.facts.ports import ROUTING, numbers
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (
    *kinds.WORKLOADS,
    *ROUTING,
    kinds.SERVICE,
    kinds.GATEWAY,
    kinds.SERVICE_ENTRY,
    kinds.VIRTUAL_SERVICE,
    kinds.DESTINATION_RULE,
)
NEEDS = ("port", "number", "containerPort", "hostPort", "targetPort", "nodePort", "endPort")
_UNSET = ("hostPort", "targetPort")
"""Fields where 0 says the same as nothing."""


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for path, number in numbers(manifest, cluster):
        if isinstance(number, int) and not isinstance(number, bool) and not 1 <= number <= 65535:
            if (number == 0 and path[-1] in _UNSET) or _told(path, manifest, cluster):
                continue
            yield Problem(f"{number} is no port; ports go from 1 to 65535", path, fix="give the port meant")
    if kind_name(manifest) != kinds.SERVICE:
        return
    for n, row in entries(manifest.body, "spec", "ports"):
        node = whole(row, "nodePort")
        if node and not 30000 <= node <= 32767:
            yield Problem(
                f"node port {node} is outside 30000 to 32767, the range of a cluster that names no other",
                ("spec", "ports", n, "nodePort"),
                fix="choose one inside, or leave it out",
                severity="warning",
            )


def _told(path: Path, manifest: Manifest, cluster: Cluster) -> bool:
    """Whether the destination is here, and so a rule says which ports it has."""
    if path[-2:] != ("port", "number"):
        return False
    host = text(manifest.body, *path[:-2], "host") or text(manifest.body, "spec", "host")
    service = service_name(expand(host, manifest.id.namespace))
    return service is not None and cluster.get(kinds.SERVICE, service[1], service[0]) is not None
