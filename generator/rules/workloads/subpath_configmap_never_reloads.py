"""file mounted by subPath, and nothing that restarts the pod when it changes

Why: Mounts by subPath are never refreshed, so a running pod keeps the old file for ever.
Source: https://kubernetes.io/docs/concepts/storage/volumes/#using-subpath
Bad:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers:
        - name: web
          image: "web:1"
          volumeMounts: [{name: cfg, mountPath: /app.yml, subPath: app.yml}]
      volumes: [{name: cfg, configMap: {name: web}}]
Good:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop, annotations: {checksum/config: 0a1b2c}}
    spec:
      containers:
        - name: web
          image: "web:1"
          volumeMounts: [{name: cfg, mountPath: /app.yml, subPath: app.yml}]
      volumes: [{name: cfg, configMap: {name: web}}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping
from generator.facts.fields import entries, text
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "info"
KINDS = kinds.WORKLOADS
NEEDS = ("subPath",)
DEFAULT = False


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    if template is None:
        return
    noted = mapping(manifest.body, *template.path, "metadata", "annotations")
    if any("checksum" in str(key) or "hash" in str(key) or "reload" in str(key) for key in noted):
        return
    files = {text(v, "name") for _, v in entries(template.spec, "volumes") if v.get("configMap") or v.get("secret")}
    for path, container in template.containers():
        for n, row in entries(container, "volumeMounts"):
            if row.get("subPath") and text(row, "name") in files:
                yield Problem(
                    f"`{row.get('mountPath')}` is never refreshed in a running pod",
                    (*path, "volumeMounts", n),
                    fix="mount the whole volume, or annotate the pod with a checksum of the file",
                )
