"""restartPolicy that the kind of workload does not allow

Why: Deployments, StatefulSets and DaemonSets always restart, Jobs never do or on failure; the rest is refused.
Source: kubernetes pkg/apis/apps/validation/validation.go and pkg/apis/batch/validation/validation.go.
Bad:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          restartPolicy: Never
          containers: [{name: web, image: "web:1"}]
Bad (job without one):
    apiVersion: batch/v1
    kind: Job
    metadata: {name: migrate, namespace: shop}
    spec:
      template:
        spec:
          containers: [{name: migrate, image: "migrate:1"}]
Good:
    apiVersion: batch/v1
    kind: Job
    metadata: {name: migrate, namespace: shop}
    spec:
      template:
        spec:
          restartPolicy: OnFailure
          containers: [{name: migrate, image: "migrate:1"}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, kind_name
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = tuple(kind for kind in kinds.WORKLOADS if kind not in (kinds.POD, kinds.SCALED_JOB))
"""A Pod takes any; KEDA fills in what a ScaledJob leaves out, and has a rule of its own."""

_ALWAYS = (kinds.DEPLOYMENT, kinds.STATEFUL_SET, kinds.DAEMON_SET, kinds.REPLICA_SET, kinds.ROLLOUT)
_ENDING = (kinds.JOB, kinds.CRON_JOB)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    if template is None:
        return
    chosen, path = template.spec.get("restartPolicy"), (*template.path, "spec", "restartPolicy")
    kind = kind_name(manifest)
    if kind in _ALWAYS and chosen not in (None, "Always"):
        yield Problem(f"a {manifest.id.kind} cannot have restartPolicy {chosen}", path, fix="remove restartPolicy")
    elif kind in _ENDING and chosen not in ("Never", "OnFailure"):
        told = f"cannot have restartPolicy {chosen}" if chosen else "needs a restartPolicy"
        yield Problem(f"a {manifest.id.kind} {told}", path, fix="write restartPolicy: Never or OnFailure")
