"""deprecated parameter or scaler

Why: A parameter that was removed keeps the scaler from being built, or is dropped without a word; one that is
deprecated will be.
Source: kedacore/keda schema/generated (deprecated, deprecatedAnnounce) of 2.16 to 2.21, CHANGELOG.md (metricName).
Settings:
    products: {keda: "2.18"}
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: prometheus
          metadata:
            serverAddress: http://prom.obs:9090
            query: sum(rate(requests[2m]))
            threshold: "10"
            metricName: requests
Bad (a scaler that will go):
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: gcp-pubsub
          metadata: {subscriptionName: orders, value: "10"}
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
from generator.facts.scaled_object import SCALED, Trigger, triggers
from generator.facts.scalers import Parameter, Scaler, numbers, scaler
from generator.model import OMIT, Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = SCALED


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    version = cluster.version("keda")
    for trigger in triggers(manifest):
        known = scaler(trigger.type)
        if known is None or trigger.is_resource:
            continue
        if known.deprecated and version >= numbers(known.deprecated):
            until = f", and it goes in {known.removed}" if known.removed else ""
            yield Problem(
                f"the {trigger.type} scaler is deprecated since KEDA {known.deprecated}{until} "
                f"(KEDA {cluster.assumed('keda')} assumed)",
                trigger.at("type"),
                fix="move to another scaler, or pull the metric through one such as prometheus or external",
            )
        for key in sorted(trigger.metadata):
            yield from _parameter(known, trigger, key, cluster)


def _parameter(known: Scaler, trigger: Trigger, key: str, cluster: Cluster) -> Iterator[Problem]:
    since = known.retired(key)
    if since and not known.free:
        yield Problem(
            f"{key} of the {trigger.label} is without effect since KEDA {since}",
            trigger.parameter(key),
            fix=f"remove {key}; the trigger's name tells triggers apart",
            at_key=True,
            safe=True,
            value=OMIT,
        )
        return
    parameter = known.parameters.get(key)
    if parameter and parameter.deprecated and cluster.version("keda") >= numbers(parameter.deprecated):
        yield _deprecated(parameter, trigger, key, cluster)


def _deprecated(parameter: Parameter, trigger: Trigger, key: str, cluster: Cluster) -> Problem:
    removed = bool(parameter.removed) and cluster.version("keda") >= numbers(parameter.removed)
    told = f"removed in KEDA {parameter.removed}" if removed else f"deprecated since KEDA {parameter.deprecated}"
    instead = " and ".join(parameter.instead)
    return Problem(
        f"{key} of the {trigger.label} is {told} (KEDA {cluster.assumed('keda')} assumed)",
        trigger.parameter(key),
        fix=f"use {instead}" if instead else f"remove {key}",
        severity="error" if removed else "warning",
        at_key=True,
    )
