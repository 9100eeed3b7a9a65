"""pods that their namespace refuses

Why: The workload applies fine, and not one of its pods is created: the namespace enforces a stricter level. A level
that is none is refused with its namespace.
Source: https://kubernetes.io/docs/concepts/security/pod-security-standards/ and
https://kubernetes.io/docs/concepts/security/pod-security-admission/
Bad:
    apiVersion: v1
    kind: Namespace
    metadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: restricted}}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - name: web
              image: "web:1"
Good:
    apiVersion: v1
    kind: Namespace
    metadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: restricted}}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - name: web
              image: "web:1"
              securityContext:
                allowPrivilegeEscalation: false
                runAsNonRoot: true
                seccompProfile: {type: RuntimeDefault}
                capabilities: {drop: [ALL]}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, kind_name, mapping
from generator.facts.fields import text
from generator.facts.pod_security import ENFORCE, LEVELS, PREFIX, violations
from generator.facts.suggest import did_you_mean
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (*kinds.WORKLOADS, kinds.NAMESPACE)

_VERSION = re.compile(r"latest\Z|v1\.([0-9]+)\Z")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    if kind_name(manifest) == kinds.NAMESPACE:
        yield from _labels(manifest)
        return
    template = cluster.template(manifest)
    namespace = cluster.get(kinds.NAMESPACE, "", manifest.id.namespace)
    if template is None or namespace is None:
        return
    labels = mapping(namespace.body, "metadata", "labels")
    level, pinned = text(labels, ENFORCE), _VERSION.match(text(labels, f"{ENFORCE}-version"))
    version = (1, int(pinned[1])) if pinned and pinned[1] else cluster.version("kubernetes")
    found = list(violations(template, level, version)) if level else []
    if found:
        messages = list(dict.fromkeys(violation.message for violation in found))
        yield Problem(
            f"namespace `{namespace.id.name}` enforces {level} and refuses these pods: {'; '.join(messages)}",
            found[0].path,
            fix="change the pods, or the level of the namespace",
            note=found[0].message,
            related=(Place("the level", namespace, ("metadata", "labels", ENFORCE)),),
        )


def _labels(namespace: Manifest) -> Iterator[Problem]:
    """Levels and versions that the admission plugin refuses to take from a namespace."""
    for key, value in mapping(namespace.body, "metadata", "labels").items():
        if not isinstance(value, str) or not str(key).startswith(PREFIX):
            continue
        mode, mark, _ = str(key).removeprefix(PREFIX).partition("-version")
        path = ("metadata", "labels", key)
        if mode not in ("enforce", "audit", "warn"):
            continue
        if mark and not _VERSION.match(value):
            yield Problem(f"`{value}` is no version of the standards", path, fix="write latest, or such as v1.30")
        elif not mark and value not in LEVELS:
            message = f"`{value}` is no level of the standards{did_you_mean(value, LEVELS)}"
            yield Problem(message, path, fix=f"write {', '.join(LEVELS[:-1])} or {LEVELS[-1]}")
