"""rollout that stops everything first

Why: Recreate ends all old pods before the first new one starts: the Service answers nothing meanwhile.
Source: https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#recreate-deployment
Bad:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      strategy: {type: Recreate}
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - {name: web, image: "web:1"}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec:
      selector: {app: web}
      ports: [{name: http, port: 80, targetPort: 8080}]
Good:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      strategy: {type: Recreate}
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - {name: web, image: "web:1"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, get
from generator.facts.fields import entries
from generator.facts.replicas import replicas
from generator.facts.services import services_of
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "warning"
KINDS = (kinds.DEPLOYMENT,)
NEEDS = ("strategy",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    if get(manifest.body, "spec", "strategy", "type") != "Recreate" or template is None:
        return
    volumes = [volume for _, volume in entries(template.spec, "volumes")]
    # A claim of one node cannot be mounted by the next pod while the last one holds it.
    scale = replicas(cluster, manifest)
    if scale is not None and scale.ceiling <= 1 and any(volume.get("persistentVolumeClaim") for volume in volumes):
        return
    for service in services_of(cluster, template)[:1]:
        yield Problem(
            f"during a rollout Service `{service.id.name}` has no pods",
            ("spec", "strategy", "type"),
            fix="use RollingUpdate",
            related=(Place("the Service", service),),
        )
