"""two volumes of one pod with the same name

Why: Mounts find volumes by name; the API server refuses doubles.
Source: kubernetes pkg/apis/core/validation/validation.go, ValidateVolumes.
Bad (no schema: the list is a map by name):
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers: [{name: web, image: "web:1"}]
      volumes: [{name: tmp, emptyDir: {}}, {name: tmp, emptyDir: {medium: Memory}}]
Bad (claim template of the same name):
    apiVersion: apps/v1
    kind: StatefulSet
    metadata: {name: web, namespace: shop}
    spec:
      serviceName: web
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers: [{name: web, image: "web:1"}]
          volumes: [{name: data, emptyDir: {}}]
      volumeClaimTemplates:
        - metadata: {name: data}
          spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
Good:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers: [{name: web, image: "web:1"}]
      volumes: [{name: tmp, emptyDir: {}}, {name: cache, emptyDir: {}}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import doubled, entries, text
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
INSTEAD = True
KINDS = kinds.WORKLOADS
NEEDS = ("volumes",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    if template is None:
        return
    volumes = [(n, text(row, "name")) for n, row in entries(template.spec, "volumes")]
    for n, _, name in doubled(iter(volumes)):
        path = (*template.path, "spec", "volumes", n)
        yield Problem(f"two volumes are called `{name}`", path, fix="rename one")
    claims = {text(row, "metadata", "name") for _, row in entries(manifest.body, "spec", "volumeClaimTemplates")}
    for n, name in volumes:
        if name and name in claims:
            path = (*template.path, "spec", "volumes", n)
            yield Problem(f"`{name}` hides the claim template of that name", path, fix="rename one", severity="warning")
