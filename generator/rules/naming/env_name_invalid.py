"""environment variable name that the API server refuses

Why: Before Kubernetes 1.32 a name has letters, digits, hyphens, underscores and dots and does not begin with a digit;
since then any printable ASCII character but `=`.
Source: kubernetes apimachinery pkg/util/validation/validation.go, IsEnvVarName and IsRelaxedEnvVarName (feature
RelaxedEnvironmentVariableValidation, on by default since 1.32).
Settings:
    products: {kubernetes: "1.31"}
Bad:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers: [{name: web, image: "web:1", env: [{name: 9LIVES, value: cat}]}]
Bad (prefix):
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers: [{name: web, image: "web:1", envFrom: [{prefix: 2ND_, configMapRef: {name: web}}]}]
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
from generator.facts.cluster import Cluster, PodTemplate
from generator.facts.fields import entries
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = kinds.WORKLOADS
NEEDS = ("env", "envFrom")

_STRICT = re.compile(r"[-._a-zA-Z][-._a-zA-Z0-9]*\Z")
_RELAXED = re.compile(r"[ -<>-~]+\Z")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    if template is None:
        return
    for path, name in _names(template):
        if _STRICT.match(name) and not name.startswith("."):
            continue
        relaxed = cluster.version("kubernetes") >= (1, 32)
        if _wrong(name, relaxed):
            words = "printable ASCII without `=`" if relaxed else "letters, digits, `-`, `_`, `.`, no digit first"
            what = "prefix" if path[-1] == "prefix" else "name"
            yield Problem(
                f"`{name}` is no {what} of a variable for Kubernetes {cluster.assumed('kubernetes')}: {words}",
                path,
                fix=f"change the {what}",
            )


def _names(template: PodTemplate) -> Iterator[tuple[Path, str]]:
    """The names that containers give variables, and the prefixes they put before a ConfigMap's keys."""
    for path, container in template.containers(init=True):
        for field, key in (("env", "name"), ("envFrom", "prefix")):
            for n, row in entries(container, field):
                name = row.get(key)
                if isinstance(name, str) and (name or key == "name"):
                    yield (*path, field, n, key), name


def _wrong(name: str, relaxed: bool) -> bool:
    if relaxed:
        return not _RELAXED.match(name)
    return not _STRICT.match(name) or name == "." or name.startswith("..")
