"""mount of a volume that the pod does not have

Why: The API server refuses the pod.
Source: kubernetes pkg/apis/core/validation/validation.go, ValidateVolumeMounts.
Bad:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers: [{name: web, image: "web:1", volumeMounts: [{name: cfg, mountPath: /etc/web}]}]
      volumes: [{name: cfgs, emptyDir: {}}]
Good:
    apiVersion: apps/v1
    kind: StatefulSet
    metadata: {name: web, namespace: shop}
    spec:
      serviceName: web
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - name: web
              image: "web:1"
              volumeMounts: [{name: cfg, mountPath: /etc/web}, {name: data, mountPath: /data}]
          volumes: [{name: cfg, emptyDir: {}}]
      volumeClaimTemplates:
        - metadata: {name: data}
          spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import entries, text
from generator.facts.suggest import did_you_mean
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = kinds.WORKLOADS
NEEDS = ("volumeMounts", "volumeDevices")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    if template is None:
        return
    names = {text(row, "name") for _, row in entries(template.spec, "volumes")}
    names |= {text(row, "metadata", "name") for _, row in entries(manifest.body, "spec", "volumeClaimTemplates")}
    for path, container in template.containers(init=True):
        for field in ("volumeMounts", "volumeDevices"):
            for n, row in entries(container, field):
                name = text(row, "name")
                if name and name not in names:
                    yield Problem(
                        f"the pod has no volume `{name}`{did_you_mean(name, names)}",
                        (*path, field, n, "name"),
                        fix="add the volume, or mount one that is there",
                    )
