"""Istio annotation where it is not read

Why: Annotations for the sidecar belong to the pod: on a Deployment, Service or Namespace nobody reads them, and a
misspelt one is ignored everywhere.
Source: https://istio.io/latest/docs/reference/config/annotations/
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
Good:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: api, namespace: shop}
    spec:
      selector: {matchLabels: {app: api}}
      template:
        metadata:
          labels: {app: api}
          annotations: {traffic.sidecar.istio.io/excludeOutboundPorts: "6379"}
        spec: {containers: [{name: api, image: "api:1"}]}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping
from generator.facts.istio_annotations import POD, SIDECAR_PREFIXES
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
    kinds.SERVICE,
    kinds.NAMESPACE,
)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for name in mapping(manifest.body, "metadata", "annotations"):
        if name in POD:
            yield Problem(
                f"`{name}` is read on pods only",
                ("metadata", "annotations", name),
                fix="write it into the pod template" if cluster.template(manifest) else "write it on the pods",
                at_key=True,
            )
        else:
            yield from _known(name, ("metadata", "annotations", name))
    template = cluster.template(manifest)
    if template is not None:
        path = (*template.path, "metadata", "annotations")
        for name in mapping(manifest.body, *path):
            if name not in POD:
                yield from _known(name, (*path, name))


def _known(name: str, path: Path) -> Iterator[Problem]:
    if str(name).startswith(SIDECAR_PREFIXES):
        close = near(name, POD)
        hint = f", did you mean `{close}`?" if close else ""
        yield Problem(f"Istio knows no annotation `{name}`{hint}", path, fix="write a known one", at_key=True)
