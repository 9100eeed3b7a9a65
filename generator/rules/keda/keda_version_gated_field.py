"""field newer than the installed KEDA

Why: The older CRD drops it without a word, and the setting it was to change keeps its default: a fallback that was to
hold the present number takes the workload to the static one instead.
Source: kedacore/keda CHANGELOG.md and api types of 2.12 to 2.21.
Settings:
    products: {keda: "2.16"}
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      fallback: {failureThreshold: 3, replicas: 4, behavior: currentReplicasIfHigher}
      triggers:
        - type: prometheus
          metadata: {serverAddress: "http://prom.obs:9090", query: "sum(rate(requests[2m]))", threshold: "10"}
Bad (pause of one direction):
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop, annotations: {autoscaling.keda.sh/paused-scale-in: "true"}}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: prometheus
          metadata: {serverAddress: "http://prom.obs:9090", query: "sum(rate(requests[2m]))", threshold: "10"}
Good:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      fallback: {failureThreshold: 3, replicas: 4}
      triggers:
        - type: prometheus
          metadata: {serverAddress: "http://prom.obs:9090", query: "sum(rate(requests[2m]))", threshold: "10"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.cluster import Cluster, get
from generator.facts.scaled_object import AUTHENTICATIONS, SCALED
from generator.facts.scalers import numbers
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (*SCALED, *AUTHENTICATIONS)
_ANNOTATIONS = ("metadata", "annotations")
_GATES: tuple[tuple[Path, str], ...] = (
    (("spec", "advanced", "scalingModifiers"), "2.12"),
    (("spec", "initialCooldownPeriod"), "2.14"),
    (("spec", "fallback", "behavior"), "2.17"),
    ((*_ANNOTATIONS, "autoscaling.keda.sh/paused-scale-in"), "2.18"),
    ((*_ANNOTATIONS, "autoscaling.keda.sh/paused-scale-out"), "2.18"),
    ((*_ANNOTATIONS, "autoscaling.keda.sh/force-activation"), "2.18"),
    (("spec", "podIdentity", "externalID"), "2.20"),
    (("spec", "boundServiceAccountToken"), "2.17"),
    (("spec", "filePath"), "2.19"),
    (("spec", "oauth2"), "2.20"),
    (("spec", "azureServicePrincipal"), "2.21"),
)
NEEDS = tuple(str(path[-1]) for path, _ in _GATES)
_MODIFIERS_FALLBACK = "2.20"


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    version = cluster.version("keda")
    gates = list(_GATES)
    if get(manifest.body, "spec", "fallback", "behavior") == "scalingModifiers":
        gates.append((("spec", "fallback", "behavior"), _MODIFIERS_FALLBACK))
    for path, since in gates:
        if version < numbers(since) and get(manifest.body, *path) is not None:
            yield Problem(
                f"{path[-1]} is known since KEDA {since} and dropped by {cluster.assumed('keda')} (assumed)",
                path,
                fix="update KEDA and products.keda, or remove it",
                at_key=True,
            )
