"""finished Job that Argo CD makes again and again

Why: The time to live deletes the Job, Argo CD sees it missing and runs it anew: what was meant to happen once happens
for ever.
Source: https://argo-cd.readthedocs.io/en/stable/user-guide/resource_hooks/ and
https://kubernetes.io/docs/concepts/workloads/controllers/ttlafterfinished/
Bad:
    apiVersion: batch/v1
    kind: Job
    metadata: {name: migrate, namespace: shop}
    spec:
      ttlSecondsAfterFinished: 60
      template:
        spec:
          restartPolicy: Never
          containers: [{name: a, image: "a:1"}]
Good:
    apiVersion: batch/v1
    kind: Job
    metadata: {name: migrate, namespace: shop, annotations: {argocd.argoproj.io/hook: Sync}}
    spec:
      ttlSecondsAfterFinished: 60
      template:
        spec:
          restartPolicy: Never
          containers: [{name: a, image: "a:1"}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.applications import automated
from generator.facts.argo_order import hooks, phase
from generator.facts.cluster import Cluster
from generator.facts.fields import whole
from generator.facts.rendered_by import owners
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.JOB,)
NEEDS = ("ttlSecondsAfterFinished",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    seconds = whole(manifest.body, "spec", "ttlSecondsAfterFinished")
    apps = owners(cluster).get(id(manifest), ())
    if seconds is None or hooks(manifest) or phase(manifest) != "Sync":
        return
    if apps and all(automated(app) is None for app in apps):
        return
    yield Problem(
        f"{seconds} seconds after it ends the Job is deleted, and Argo CD runs it again",
        ("spec", "ttlSecondsAfterFinished"),
        fix="make it a hook, or leave the time to live out",
        at_key=True,
    )
