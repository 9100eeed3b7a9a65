"""two mounts at one path of a container

Why: The API server refuses them, as it does paths with a colon and a subPath that climbs out of its volume.
Source: kubernetes pkg/apis/core/validation/validation.go, ValidateVolumeMounts.
Bad:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers:
        - name: web
          image: "web:1"
          volumeMounts: [{name: a, mountPath: /etc/web}, {name: b, mountPath: /etc/web/}]
      volumes: [{name: a, emptyDir: {}}, {name: b, emptyDir: {}}]
Bad (climbing out):
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers:
        - {name: web, image: "web:1", volumeMounts: [{name: a, mountPath: /etc/web, subPath: ../secrets}]}
      volumes: [{name: a, emptyDir: {}}]
Good (a drive of Windows):
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      nodeSelector: {kubernetes.io/os: windows}
      volumes: [{name: data, emptyDir: {}}]
      containers: [{name: web, image: "web:1", volumeMounts: [{name: data, mountPath: 'C:\\data'}]}]
Good:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers:
        - name: web
          image: "web:1"
          volumeMounts: [{name: a, mountPath: /etc/web}, {name: a, mountPath: /etc/web/extra, subPath: extra}]
      volumes: [{name: a, emptyDir: {}}]
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import doubled, entries, text
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = kinds.WORKLOADS
NEEDS = ("volumeMounts",)
_DRIVE = re.compile(r"^[A-Za-z]:(?=[\\/])")
"""How a path begins on nodes with Windows."""


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    if template is None:
        return
    for path, container in template.containers(init=True):
        mounts = list(entries(container, "volumeMounts"))
        places = iter([(n, text(row, "mountPath").rstrip("/")) for n, row in mounts])
        for n, first, place in doubled(places):
            yield Problem(
                f"two mounts are at `{place}`",
                (*path, "volumeMounts", n, "mountPath"),
                fix="give each mount its own path",
                related=(Place("the first", manifest, (*path, "volumeMounts", first)),),
            )
        for n, row in mounts:
            if ":" in _DRIVE.sub("", text(row, "mountPath")):
                yield Problem(
                    "a mountPath has no colon", (*path, "volumeMounts", n, "mountPath"), fix="remove the colon"
                )
            for field in ("subPath", "subPathExpr"):
                below = text(row, field)
                if below.startswith("/") or ".." in below.split("/"):
                    yield Problem(
                        f"{field} `{below}` leaves its volume",
                        (*path, "volumeMounts", n, field),
                        fix="name a path inside",
                    )
