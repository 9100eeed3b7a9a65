"""Istio annotation or label where it is not read, or that cannot be read

Why: Annotations and labels for the sidecar belong to the pod: on a Deployment, Service or Namespace nobody reads them,
and a misspelt one is ignored everywhere. A value that the injector cannot read keeps the pods from being made.
Source: https://istio.io/latest/docs/reference/config/annotations/; istio pkg/kube/inject (annotationRegistry).
Bad:
    apiVersion: v1
    kind: Service
    metadata: {name: api, namespace: shop, annotations: {sidecar.istio.io/inject: "false"}}
    spec: {ports: [{port: 80}], selector: {app: api}}
Bad (misspelt):
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: api, namespace: shop}
    spec:
      selector: {matchLabels: {app: api}}
      template:
        metadata:
          labels: {app: api}
          annotations: {traffic.sidecar.istio.io/excludeOutboundPort: "6379"}
        spec: {containers: [{name: api, image: "api:1"}]}
Bad (values that cannot be read):
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: api, namespace: shop}
    spec:
      selector: {matchLabels: {app: api}}
      template:
        metadata:
          labels: {app: api}
          annotations:
            traffic.sidecar.istio.io/excludeOutboundPorts: redis,6379
            traffic.sidecar.istio.io/includeOutboundIPRanges: 10.0.0.0/33
            sidecar.istio.io/proxyCPU: a lot
        spec: {containers: [{name: api, image: "api:1"}]}
Bad (a label on the Deployment, not on its pods):
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: api, namespace: shop, labels: {sidecar.istio.io/inject: "false"}}
    spec:
      selector: {matchLabels: {app: api}}
      template: {metadata: {labels: {app: api}}, spec: {containers: [{name: api, image: "api:1"}]}}
Good:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: api, namespace: shop}
    spec:
      selector: {matchLabels: {app: api}}
      template:
        metadata:
          labels: {app: api}
          annotations:
            traffic.sidecar.istio.io/excludeOutboundPorts: "6379, 5432"
            traffic.sidecar.istio.io/includeInboundPorts: "*"
            traffic.sidecar.istio.io/excludeOutboundIPRanges: 10.0.0.0/8,192.168.0.1/32
            sidecar.istio.io/proxyCPU: 100m
        spec: {containers: [{name: api, image: "api:1"}]}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping
from generator.facts.istio_annotations import POD, SIDECAR_PREFIXES, value_fault
from generator.facts.sidecars import INJECT, injected
from generator.facts.suggest import near
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (
    kinds.DEPLOYMENT,
    kinds.STATEFUL_SET,
    kinds.DAEMON_SET,
    kinds.JOB,
    kinds.CRON_JOB,
    kinds.ROLLOUT,
    kinds.POD,
    kinds.SERVICE,
    kinds.NAMESPACE,
)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    pods = (*template.path, "metadata") if template is not None else ()
    if pods != ("metadata",):
        yield from _misplaced(manifest, pods)
    if pods:
        for name, value in mapping(manifest.body, *pods, "annotations").items():
            path = (*pods, "annotations", name)
            if name not in POD:
                yield from _known(name, path)
            elif isinstance(value, str) and (wrong := value_fault(name, value)):
                severity = "error" if template is not None and injected(cluster, template) else "warning"
                yield Problem(f"`{value}` cannot be read: {wrong[0]}", path, fix=wrong[1], severity=severity)


def _misplaced(manifest: Manifest, pods: Path) -> Iterator[Problem]:
    """What stands at an object that is no pod."""
    fix = "write it into the pod template" if pods else "write it on the pods"
    for name in mapping(manifest.body, "metadata", "annotations"):
        path = ("metadata", "annotations", name)
        if name in POD:
            yield Problem(f"`{name}` is read on pods only", path, fix=fix, at_key=True)
        else:
            yield from _known(name, path)
    own = mapping(manifest.body, *pods, "labels") if pods else {}
    if INJECT in mapping(manifest.body, "metadata", "labels") and INJECT not in own:
        path = ("metadata", "labels", INJECT)
        if manifest.id.kind == "Namespace":
            fix = "write istio-injection: enabled or disabled"
        yield Problem(f"the label `{INJECT}` is read on pods only", path, fix=fix, at_key=True)


def _known(name: str, path: Path) -> Iterator[Problem]:
    if str(name).startswith(SIDECAR_PREFIXES):
        close = near(name, POD)
        hint = f", did you mean `{close}`?" if close else ""
        yield Problem(f"Istio knows no annotation `{name}`{hint}", path, fix="write a known one", at_key=True)
