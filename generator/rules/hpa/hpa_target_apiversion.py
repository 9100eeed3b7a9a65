"""autoscaler whose target has no apiVersion or one that is gone

Why: The controller looks the target up by group and kind; without the right group it finds nothing and never scales.
Source: kubernetes pkg/controller/podautoscaler/horizontal.go, reconcileAutoscaler (ParseGroupVersion of the
reference).
Bad:
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {kind: Deployment, name: web}
      maxReplicas: 3
Bad (removed group):
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {apiVersion: extensions/v1beta1, kind: Deployment, name: web}
      maxReplicas: 3
Good:
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      maxReplicas: 3
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping
from generator.facts.fields import text
from generator.facts.replicas import HOMES
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.HPA,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    reference = mapping(manifest.body, "spec", "scaleTargetRef")
    home = HOMES.get(text(reference, "kind"))
    given = text(reference, "apiVersion")
    if home and given != home:
        yield Problem(
            f"a {reference['kind']} is in {home}, not in `{given}`"
            if given
            else f"the target's apiVersion {home} is missing",
            ("spec", "scaleTargetRef", "apiVersion"),
            fix=f"write apiVersion: {home}",
            safe=True,
            value=home,
        )
