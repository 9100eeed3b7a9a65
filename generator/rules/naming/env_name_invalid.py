"""environment variable name that the API server refuses

Why: Before Kubernetes 1.34 a name has letters, digits, hyphens, underscores and dots and does not begin with a digit;
since then any printable ASCII character but `=`.
Source: kubernetes apimachinery pkg/util/validation/validation.go, IsEnvVarName and IsRelaxedEnvVarName.
Settings:
    products: {kubernetes: "1.33"}
Bad:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers: [{name: web, image: "web:1", env: [{name: 9LIVES, value: cat}]}]
Good:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers: [{name: web, image: "web:1", env: [{name: _LIVES.of-9, value: cat}]}]
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import entries
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = kinds.WORKLOADS

_STRICT = re.compile(r"[-._a-zA-Z][-._a-zA-Z0-9]*\Z")
_RELAXED = re.compile(r"[ -<>-~]+\Z")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    if template is None:
        return
    relaxed = cluster.version("kubernetes") >= (1, 34)
    for path, container in template.containers(init=True):
        for n, row in entries(container, "env"):
            name = row.get("name")
            if isinstance(name, str) and _wrong(name, relaxed):
                words = "printable ASCII without `=`" if relaxed else "letters, digits, `-`, `_`, `.`, no digit first"
                yield Problem(
                    f"`{name}` is no name of a variable for Kubernetes {cluster.assumed('kubernetes')}: {words}",
                    (*path, "env", n, "name"),
                    fix="rename the variable",
                )


def _wrong(name: str, relaxed: bool) -> bool:
    if relaxed:
        return not _RELAXED.match(name)
    return not _STRICT.match(name) or name == "." or name.startswith("..")
