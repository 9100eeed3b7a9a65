"""variable of a ConfigMap that another source hides

Why: Later sources win over earlier ones and `env` over all, so an edit of the ConfigMap changes nothing.
Source: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#environment-variables
Bad:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers:
        - name: web
          image: "web:1"
          envFrom: [{configMapRef: {name: web}}]
          env: [{name: LOG_LEVEL, value: debug}]
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web, namespace: shop}
    data: {LOG_LEVEL: info}
Good:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers:
        - name: web
          image: "web:1"
          envFrom: [{prefix: APP_, configMapRef: {name: web}}]
          env: [{name: LOG_LEVEL, value: debug}]
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web, namespace: shop}
    data: {LOG_LEVEL: info}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import entries, text
from generator.facts.providers import keys_of, providers
from generator.model import Manifest, Path
from generator.rules.problem import Place, Problem

SEVERITY = "info"
KINDS = kinds.WORKLOADS
NEEDS = ("envFrom",)
DEFAULT = False


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    if template is None:
        return
    for path, container in template.containers(init=True):
        given = {text(row, "name"): (*path, "env", n) for n, row in entries(container, "env")}
        seen: dict[str, Path] = {}
        for n, row in entries(container, "envFrom"):
            name, prefix = text(row, "configMapRef", "name"), text(row, "prefix")
            keys = keys_of(providers(cluster, "ConfigMap", manifest.id.namespace, name)) or frozenset()
            for variable in sorted(prefix + key for key in keys):
                if variable in given or variable in seen:
                    yield Problem(
                        f"`{variable}` of ConfigMap `{name}` "
                        + ("is hidden by env" if variable in given else "comes twice"),
                        (*path, "envFrom", n),
                        fix="set it in one place",
                        related=(Place("the other source", manifest, given.get(variable, seen.get(variable, ()))),),
                    )
                seen[variable] = (*path, "envFrom", n)
