"""name of a ScaledObject or of its HPA over 63 characters

Why: KEDA writes the name into a label and makes an HPA called keda-hpa-<name>; both end at 63, so without a name of
its own for the HPA 54 are left. Before 2.20 a long name of the HPA is accepted; the update then fails.
Source: kedacore/keda apis/keda/v1alpha1/scaledobject_webhook.go, verifyName (2.20).
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: recommendation-engine-for-the-summer-sale-of-last-years-shoes, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, lagThreshold: "10"}
Good:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: recommendation-engine-for-the-summer-sale-of-last-years-shoes, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      advanced: {horizontalPodAutoscalerConfig: {name: recommendation-engine}}
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, lagThreshold: "10"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, get
from generator.facts.scaled_object import HPA_PREFIX, hpa_name
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.SCALED_OBJECT,)
_LONGEST = 63
_SINCE = (2, 20)
_NAME = ("spec", "advanced", "horizontalPodAutoscalerConfig", "name")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    name, hpa = manifest.id.name, hpa_name(manifest)
    if len(name) > _LONGEST:
        yield Problem(
            f"the name has {len(name)} characters, and KEDA writes it into a label of at most {_LONGEST}",
            ("metadata", "name"),
            fix=f"shorten it to {_LONGEST - len(HPA_PREFIX)} characters",
        )
    elif len(hpa) > _LONGEST:
        written = bool(get(manifest.body, *_NAME))
        refused = cluster.version("keda") >= _SINCE
        yield Problem(
            f"its HPA `{hpa}` has {len(hpa)} characters of at most {_LONGEST}"
            + ("" if refused else f", which KEDA refuses since 2.20 ({cluster.assumed('keda')} assumed)"),
            _NAME if written else ("metadata", "name"),
            fix=f"shorten it to {_LONGEST} characters"
            if written
            else f"shorten the name to {_LONGEST - len(HPA_PREFIX)} characters, or set {'.'.join(_NAME[1:])}",
            severity="" if refused else "warning",
        )
