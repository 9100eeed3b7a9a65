"""file mode that is not the permission it looks like

Why: `defaultMode: 644` is a decimal number, octal 1204, not rw-r--r--; modes go up to octal 0777, decimal 511.
Source: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/volume/ (defaultMode).
Bad:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers: [{name: web, image: "web:1"}]
      volumes: [{name: tls, secret: {secretName: web-tls, defaultMode: 644}}]
Bad (decimal that looks octal):
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers: [{name: web, image: "web:1"}]
      volumes: [{name: tls, configMap: {name: web, items: [{key: a, path: a, mode: 440}]}}]
Good:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers: [{name: web, image: "web:1"}]
      volumes: [{name: tls, secret: {secretName: web-tls, defaultMode: 0440}}]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import entries
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (*kinds.WORKLOADS,)
NEEDS = ("mode", "defaultMode")

_LOOKS_OCTAL = frozenset({400, 440, 444})
"""Decimal numbers in range that nobody means: their octal digits are no usual permission."""


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    for n, volume in entries(template.spec, "volumes") if template else ():
        for path, mode in _modes(volume, ((*template.path, "spec", "volumes", n) if template else ())):
            if mode > 0o777:
                yield Problem(
                    f"mode {mode} is octal {mode:o}, the highest is 0777",
                    path,
                    fix=f"write 0{mode}, with a leading zero",
                )
            elif mode in _LOOKS_OCTAL:
                yield Problem(
                    f"mode {mode} is octal 0{mode:o}",
                    path,
                    fix=f"write 0{mode}, with a leading zero",
                    severity="warning",
                )


def _modes(node: Any, path: Path) -> Iterator[tuple[Path, int]]:
    """Every mode below a volume: of the volume, of its items, of what it projects."""
    if isinstance(node, Mapping):
        for key, value in node.items():
            if key in ("mode", "defaultMode") and isinstance(value, int) and not isinstance(value, bool):
                yield (*path, key), value
            else:
                yield from _modes(value, (*path, key))
    elif isinstance(node, list):
        for n, item in enumerate(node):
            yield from _modes(item, (*path, n))
