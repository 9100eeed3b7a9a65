"""container without a liveness probe

Why: A process that hangs without ending is never started anew.
Source: https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/. Jobs end by themselves
and need none; a probe that is too eager does more harm than none.
Bad:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - {name: web, image: "web:1"}
Good:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - {name: web, image: "web:1", livenessProbe: {httpGet: {path: /live, port: 8080}}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import text
from generator.facts.privileges import AUTO
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "info"
DEFAULT = False
KINDS = (kinds.DEPLOYMENT, kinds.STATEFUL_SET, kinds.DAEMON_SET, kinds.ROLLOUT)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    for path, container in template.containers() if template else ():
        if not container.get("livenessProbe") and container.get("image") != AUTO:
            yield Problem(f"container `{text(container, 'name')}` has no livenessProbe", path, fix="add one")
