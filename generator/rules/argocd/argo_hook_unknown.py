"""hook that Argo CD does not know

Why: An unknown hook makes the object an ordinary one that every sync applies; an unknown delete policy leaves it
lying.
Source: https://argo-cd.readthedocs.io/en/stable/user-guide/resource_hooks/; names are compared exactly, case
included.
Bad:
    apiVersion: batch/v1
    kind: Job
    metadata: {name: migrate, namespace: shop, annotations: {argocd.argoproj.io/hook: Presync}}
    spec:
      template:
        spec:
          restartPolicy: Never
          containers: [{name: a, image: "a:1"}]
Bad (delete policy):
    apiVersion: batch/v1
    kind: Job
    metadata:
      name: migrate
      namespace: shop
      annotations: {argocd.argoproj.io/hook-delete-policy: HookSucceded}
    spec:
      template:
        spec:
          restartPolicy: Never
          containers: [{name: a, image: "a:1"}]
Good:
    apiVersion: batch/v1
    kind: Job
    metadata: {name: migrate, namespace: shop, annotations: {argocd.argoproj.io/hook: "PreSync,PostSync"}}
    spec:
      template:
        spec:
          restartPolicy: Never
          containers: [{name: a, image: "a:1"}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.argo_words import DELETE_POLICIES, DELETE_POLICY, HOOK, HOOKS
from generator.facts.cluster import Cluster, get
from generator.facts.suggest import did_you_mean
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = ("*",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for part in _parts(manifest, HOOK):
        path: Path = ("metadata", "annotations", HOOK)
        if part not in HOOKS:
            yield Problem(f"there is no hook `{part}`{did_you_mean(part, HOOKS)}", path, fix="correct the name")
        elif HOOKS[part] > cluster.version("argocd"):
            since = ".".join(map(str, HOOKS[part]))
            message = f"hook {part} needs Argo CD {since}, this is {cluster.assumed('argocd')}"
            yield Problem(message, path, fix="use another hook")
    for part in _parts(manifest, DELETE_POLICY):
        if part not in DELETE_POLICIES:
            message = f"there is no delete policy `{part}`{did_you_mean(part, DELETE_POLICIES)}"
            yield Problem(message, ("metadata", "annotations", DELETE_POLICY), fix="correct the name")


def _parts(manifest: Manifest, annotation: str) -> list[str]:
    note = get(manifest.body, "metadata", "annotations", annotation)
    return [part.strip() for part in note.split(",")] if isinstance(note, str) else []
