"""pods that their namespace refuses

Why: The workload applies fine, and not one of its pods is created: the namespace enforces a stricter level.
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

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, get
from generator.facts.pod_security import ENFORCE, violations
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = kinds.WORKLOADS


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    namespace = cluster.get(kinds.NAMESPACE, "", manifest.id.namespace)
    if template is None or namespace is None:
        return
    level = get(namespace.body, "metadata", "labels", ENFORCE)
    found = list(violations(template, level, cluster.version("kubernetes"))) if isinstance(level, str) else []
    if found:
        messages = list(dict.fromkeys(violation.message for violation in found))
        yield Problem(
            f"namespace `{namespace.id.name}` enforces {level} and refuses these pods: {'; '.join(messages)}",
            found[0].path,
            fix="change the pods, or the level of the namespace",
            note=found[0].message,
            related=(Place("the level", namespace, ("metadata", "labels", ENFORCE)),),
        )
