"""bound of a rolling update that is no number of pods and no percentage

Why: The API server takes whole numbers from 0 and percentages, maxUnavailable up to 100%; a DaemonSet's maxSurge
too.
Source: kubernetes pkg/apis/apps/validation/validation.go, ValidateRollingUpdateDeployment,
ValidateRollingUpdateDaemonSet and ValidateStatefulSetSpec.
Bad:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      strategy: {rollingUpdate: {maxUnavailable: 150%}}
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers: [{name: web, image: "web:1"}]
Bad (DaemonSet):
    apiVersion: apps/v1
    kind: DaemonSet
    metadata: {name: agent, namespace: shop}
    spec:
      updateStrategy: {rollingUpdate: {maxUnavailable: 150%}}
      selector: {matchLabels: {app: agent}}
      template:
        metadata: {labels: {app: agent}}
        spec:
          containers: [{name: agent, image: "agent:1"}]
Good:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      strategy: {rollingUpdate: {maxUnavailable: 100%, maxSurge: 150%}}
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers: [{name: web, image: "web:1"}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, get, kind_name
from generator.facts.disruptions import amount
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.DEPLOYMENT, kinds.DAEMON_SET, kinds.STATEFUL_SET)
NEEDS = ("maxUnavailable", "maxSurge")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    deployment = kind_name(manifest) == kinds.DEPLOYMENT
    for field in ("maxUnavailable", "maxSurge"):
        path: Path = ("spec", "strategy" if deployment else "updateStrategy", "rollingUpdate", field)
        value = get(manifest.body, *path)
        if value is None:
            continue
        read = amount(value)
        if read is None or (read[1] and read[0] > 100 and not (deployment and field == "maxSurge")):
            yield Problem(f"`{value}` is no number of pods and no percentage", path, fix="write 1, or 25%")
