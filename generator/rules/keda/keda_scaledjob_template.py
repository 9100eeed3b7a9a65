"""Job of a ScaledJob that the API server refuses

Why: The ScaledJob itself is accepted; each Job it makes is refused at run time and no work is done.
Source: kubernetes pkg/apis/batch/validation/validation.go, ValidateJobSpec.
Bad (no schema: the newest CRD refuses some of it too):
    apiVersion: keda.sh/v1alpha1
    kind: ScaledJob
    metadata: {name: web, namespace: shop}
    spec:
      jobTargetRef:
        template:
          spec:
            restartPolicy: Always
            containers: [{name: app, image: "shop/job:1.4"}]
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, lagThreshold: "10"}
Good:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledJob
    metadata: {name: web, namespace: shop}
    spec:
      jobTargetRef:
        template:
          spec:
            restartPolicy: Never
            containers: [{name: app, image: "shop/job:1.4"}]
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, lagThreshold: "10"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, get, mapping, rows
from generator.facts.fields import whole
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.SCALED_JOB,)
_JOB = ("spec", "jobTargetRef")
_POD = (*_JOB, "template", "spec")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    pod = mapping(manifest.body, *_POD)
    if not rows(pod, "containers"):
        yield Problem("the Job has no containers", (*_POD, "containers"), fix="add a container")
    policy = pod.get("restartPolicy")
    # Where none is given, KEDA writes OnFailure into the Jobs it makes.
    if policy not in (None, "", "Never", "OnFailure"):
        yield Problem(
            f"restartPolicy is {policy}, and a Job takes Never or OnFailure",
            (*_POD, "restartPolicy"),
            fix="set it to Never or OnFailure",
        )
    limit = whole(manifest.body, *_JOB, "backoffLimit")
    if limit is not None and limit < 0:
        yield Problem(f"backoffLimit is {limit}", (*_JOB, "backoffLimit"), fix="set it to 0 or more")
    if get(manifest.body, *_JOB, "selector") and get(manifest.body, *_JOB, "manualSelector") is not True:
        yield Problem(
            "the Job has a selector of its own, which the API server refuses",
            (*_JOB, "selector"),
            fix="remove selector: each Job gets its own",
            at_key=True,
        )
