"""variables from a ConfigMap whose change restarts no pod

Why: Variables are read when a container starts; without a checksum on the pod template or a reloader, running pods
keep the old values after the ConfigMap is synced.
Source: https://kubernetes.io/docs/concepts/configuration/configmap/#mounted-configmaps-are-updated-automatically
Bad:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers: [{name: web, image: "web:1", envFrom: [{configMapRef: {name: web}}]}]
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web, namespace: shop}
    data: {LOG_LEVEL: info}
Good:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}, annotations: {checksum/config: 1b9a}}
        spec:
          containers: [{name: web, image: "web:1", envFrom: [{configMapRef: {name: web}}]}]
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web, namespace: shop}
    data: {LOG_LEVEL: info}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping
from generator.facts.references import named_in
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "info"
KINDS = (kinds.DEPLOYMENT, kinds.STATEFUL_SET, kinds.DAEMON_SET, kinds.ROLLOUT)
NEEDS = ("configMapKeyRef", "configMapRef")

_SIGNS = ("checksum", "hash", "digest", "reload", "config-version")
_HASHED = re.compile(r"-[0-9a-z]{8,10}\Z")
"""The end that kustomize and others give a ConfigMap of new content."""


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    if template is None:
        return
    noted = [*mapping(manifest.body, "metadata", "annotations")]
    noted += [*mapping(manifest.body, *template.path, "metadata", "annotations")]
    if any(sign in str(key).lower() for key in noted for sign in _SIGNS):
        return
    for ref in named_in(manifest, cluster):
        if ref.kind != "ConfigMap" or "volumes" in ref.path or _HASHED.search(ref.name):
            continue
        source = cluster.get(kinds.CONFIG_MAP, ref.namespace, ref.name)
        if source is not None and source.body.get("immutable") is not True:
            yield Problem(
                f"a change of ConfigMap `{ref.name}` restarts no pod",
                ref.path,
                fix="annotate the pod template with a checksum of the ConfigMap",
                related=(Place("the ConfigMap", source),),
            )
            return
