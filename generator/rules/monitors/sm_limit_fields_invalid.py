"""limit above the one that Prometheus enforces

Why: The operator writes the enforced limit instead: the scrape fails earlier than the monitor says.
Source: https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.Prometheus
(enforcedSampleLimit and its like)
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: ServiceMonitor
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      endpoints: [{port: http}]
      sampleLimit: 10000000
    ---
    apiVersion: monitoring.coreos.com/v1
    kind: Prometheus
    metadata: {name: main, namespace: monitoring}
    spec: {enforcedSampleLimit: 50000}
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: ServiceMonitor
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      endpoints: [{port: http}]
      sampleLimit: 10000
    ---
    apiVersion: monitoring.coreos.com/v1
    kind: Prometheus
    metadata: {name: main, namespace: monitoring}
    spec: {enforcedSampleLimit: 50000}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import whole
from generator.facts.selecting import PROMETHEUS
from generator.model import Manifest
from generator.rules.problem import Place, Problem, once_a_field

SEVERITY = "warning"
DEFAULT = False
KINDS = (kinds.SERVICE_MONITOR, kinds.POD_MONITOR)
NEEDS = (
    "sampleLimit",
    "targetLimit",
    "labelLimit",
    "labelNameLengthLimit",
    "labelValueLengthLimit",
    "keepDroppedTargets",
)

_LIMITS = (
    "sampleLimit",
    "targetLimit",
    "labelLimit",
    "labelNameLengthLimit",
    "labelValueLengthLimit",
    "keepDroppedTargets",
)


@once_a_field
def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for owner in cluster.all(PROMETHEUS):
        for field in _LIMITS:
            enforced = f"enforced{field[0].upper()}{field[1:]}"
            wanted, most = whole(manifest.body, "spec", field), whole(owner.body, "spec", enforced)
            if wanted and most and wanted > most:
                yield Problem(
                    f"{field} is {wanted}, Prometheus `{owner.id.name}` enforces {most}",
                    ("spec", field),
                    fix=f"write {most} or less",
                    related=(Place("enforced here", owner, ("spec", enforced)),),
                )
