"""scratch space without a limit

Why: What a pod writes into emptyDir volumes fills the disk of the node, and the kubelet evicts whoever it finds.
Source: https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#local-ephemeral-storage
Bad:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          volumes: [{name: tmp, emptyDir: {}}]
          containers:
            - {name: web, image: "web:1", volumeMounts: [{name: tmp, mountPath: /tmp}]}
Good:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          volumes: [{name: tmp, emptyDir: {sizeLimit: 1Gi}}]
          containers:
            - {name: web, image: "web:1", volumeMounts: [{name: tmp, mountPath: /tmp}]}
Good (limited by the container):
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          volumes: [{name: tmp, emptyDir: {}}]
          containers:
            - name: web
              image: "web:1"
              resources: {limits: {ephemeral-storage: 1Gi}}
              volumeMounts: [{name: tmp, mountPath: /tmp}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, get
from generator.facts.fields import entries, text
from generator.facts.resources import limit
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "info"
DEFAULT = False
KINDS = kinds.WORKLOADS
NEEDS = ("emptyDir",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    if template is None or all(limit(c, "ephemeral-storage") is not None for _, c in template.containers()):
        return
    for n, volume in entries(template.spec, "volumes"):
        scratch = volume.get("emptyDir")
        if isinstance(scratch, dict) and scratch.get("sizeLimit") is None and get(scratch, "medium") != "Memory":
            yield Problem(
                f"volume `{text(volume, 'name')}` may fill the disk of the node",
                (*template.path, "spec", "volumes", n, "emptyDir"),
                fix="set sizeLimit, or a limit of ephemeral-storage on the containers",
            )
