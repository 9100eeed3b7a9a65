"""trigger type that the release of KEDA does not know

Why: KEDA's operator finds no scaler of that name, reports an error at run time and scales on nothing.
Source: kedacore/keda pkg/scaling/scalers_builder.go of 2.16 to 2.21.
Settings:
    products: {keda: "2.18"}
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: promethues
          metadata: {serverAddress: "http://prom.obs:9090", query: "sum(rate(requests[2m]))", threshold: "10"}
Bad (newer than the release):
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: kubernetes-resource
          metadata: {resourceKind: ConfigMap, resourceName: load, key: jobs, targetValue: "5"}
Good:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: prometheus
          metadata: {serverAddress: "http://prom.obs:9090", query: "sum(rate(requests[2m]))", threshold: "10"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.cluster import Cluster
from generator.facts.scaled_object import SCALED, triggers
from generator.facts.scalers import names, newest, numbers, scaler
from generator.facts.suggest import did_you_mean
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = SCALED


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    version, assumed = cluster.version("keda"), cluster.assumed("keda")
    for trigger in triggers(manifest):
        known = scaler(trigger.type)
        if not trigger.type or (known and known.known_in(version)):
            continue
        if known is None:
            yield Problem(
                f"KEDA {assumed} (assumed) has no scaler `{trigger.type}`{did_you_mean(trigger.type, names(version))}",
                trigger.at("type"),
                fix="use the name of a scaler; a scaler of your own is reached as external or external-push",
                # A release newer than the facts may have scalers that they lack.
                severity="warning" if version[:2] > numbers(newest()) else "",
            )
            continue
        gone = bool(known.until) and version >= numbers(known.until)
        told = f"dropped it in {known.until}" if gone else f"knows it since {known.since}"
        yield Problem(
            f"the {trigger.type} scaler is not in KEDA {assumed} (assumed): KEDA {told}",
            trigger.at("type"),
            fix="use another scaler" if gone else "update KEDA and products.keda, or use another scaler",
        )
