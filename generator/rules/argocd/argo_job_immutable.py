"""Job that cannot be changed once it ran

Why: A Job's template is immutable: the next change of its image fails the sync, unless it is a hook, replaced or
renamed.
Source: https://kubernetes.io/docs/concepts/workloads/controllers/job/ and
https://argo-cd.readthedocs.io/en/stable/user-guide/resource_hooks/
Bad:
    apiVersion: batch/v1
    kind: Job
    metadata: {name: migrate, namespace: shop}
    spec:
      template:
        spec:
          restartPolicy: Never
          containers: [{name: a, image: "a:1"}]
Good:
    apiVersion: batch/v1
    kind: Job
    metadata: {name: migrate, namespace: shop, annotations: {argocd.argoproj.io/hook: Sync}}
    spec:
      template:
        spec:
          restartPolicy: Never
          containers: [{name: a, image: "a:1"}]
Good:
    apiVersion: batch/v1
    kind: Job
    metadata: {name: migrate-6f3a9c1e, namespace: shop}
    spec:
      template:
        spec:
          restartPolicy: Never
          containers: [{name: a, image: "a:1"}]
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.applications import annotated_options
from generator.facts.argo_order import hooks, phase
from generator.facts.cluster import Cluster, get
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.JOB,)

_HASHED = re.compile(r"-(?=[a-z]*[0-9])[0-9a-z]{6,}\Z|-v?[0-9]+([.-][0-9]+)*\Z")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    if get(manifest.body, "spec", "ttlSecondsAfterFinished") is not None:
        return  # It is gone before it can change; argo-ttl-resync-loop tells what that means.
    own = annotated_options(manifest)
    replaced = own.get("Replace") == "true" or own.get("Force") == "true"
    if hooks(manifest) or replaced or _HASHED.search(manifest.id.name) or phase(manifest) != "Sync":
        return
    if get(manifest.body, "metadata", "generateName") is None:
        fix = "make it a hook with delete policy BeforeHookCreation, or set the sync options Force=true,Replace=true"
        yield Problem("a change of this Job's template fails the sync", ("metadata",), fix=fix)
