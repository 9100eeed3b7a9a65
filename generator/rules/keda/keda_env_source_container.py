"""envSourceContainerName that the pods do not have

Why: KEDA reads environment variables from that container; without it no trigger of the object can be built.
Source: kedacore/keda pkg/scaling/resolver/scale_resolvers.go, ResolveContainerEnv.
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web, envSourceContainerName: worker}
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, lagThreshold: "10"}
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
            - {name: app, image: "shop/web:1.4"}
Good:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web, envSourceContainerName: app}
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, lagThreshold: "10"}
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
            - {name: app, image: "shop/web:1.4"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.cluster import Cluster
from generator.facts.fields import text
from generator.facts.scaled_object import SCALED, environment_path, pods
from generator.facts.suggest import did_you_mean
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = SCALED
NEEDS = ("envSourceContainerName",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    path = environment_path(manifest)
    name = text(manifest.body, *path)
    template = pods(cluster, manifest)
    if not name or template is None:
        return
    known = [text(container, "name") for _, container in template.containers()]
    if name not in known:
        yield Problem(
            f"{template.manifest.id.kind} `{template.manifest.id.name}` has no container `{name}`"
            f"{did_you_mean(name, known)}",
            path,
            fix=f"name one of {', '.join(known)}, or remove it: the first container counts then",
            related=(Place("the containers", template.manifest, (*template.path, "spec", "containers")),),
        )
