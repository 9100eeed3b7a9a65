"""workload name too long for the names and labels made from it

Why: Controllers add suffixes to the name and write the result into labels, which hold 63 characters: a StatefulSet or
CronJob has 52 for itself, a Job 63.
Source: https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ and kubernetes issue 64023 (StatefulSet).
Bad:
    apiVersion: batch/v1
    kind: CronJob
    metadata: {name: nightly-reconciliation-of-the-accounts-of-all-customers, namespace: shop}
    spec:
      schedule: "0 3 * * *"
      jobTemplate:
        spec:
          template:
            spec:
              restartPolicy: Never
              containers: [{name: job, image: "job:1"}]
Good:
    apiVersion: batch/v1
    kind: CronJob
    metadata: {name: nightly-reconciliation-of-the-accounts-of-all-custom, namespace: shop}
    spec:
      schedule: "0 3 * * *"
      jobTemplate:
        spec:
          template:
            spec:
              restartPolicy: Never
              containers: [{name: job, image: "job:1"}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, kind_name
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.STATEFUL_SET, kinds.CRON_JOB, kinds.JOB, kinds.DEPLOYMENT, kinds.SCALED_JOB)

_LONGEST = {kinds.STATEFUL_SET: 52, kinds.CRON_JOB: 52}


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    kind = kind_name(manifest)
    most = _LONGEST.get(kind, 63)
    if len(manifest.id.name) > most:
        yield Problem(
            f"the name has {len(manifest.id.name)} characters, a {manifest.id.kind} has {most} for it",
            ("metadata", "name"),
            fix="shorten the name",
            severity="warning" if kind == kinds.DEPLOYMENT else "",
        )
