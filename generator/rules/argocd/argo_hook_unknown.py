"""hook that Argo CD does not know

Why: An object whose hooks are all unknown is a hook of no phase: no sync ever applies it. An unknown delete policy is
dropped, and the hook is deleted before the next one as if none were written.
Source: gitops-engine pkg/sync/hook/hook.go and delete_policy.go; names are compared exactly, case included.
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

from collections.abc import Iterator, Mapping

from generator.facts.argo_words import DELETE_POLICIES, DELETE_POLICY, HOOK, HOOKS
from generator.facts.cluster import Cluster, get
from generator.facts.suggest import did_you_mean
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = ("*",)
NEEDS = (HOOK, DELETE_POLICY)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    notes = get(manifest.body, "metadata", "annotations")
    if not isinstance(notes, Mapping):
        return
    if HOOK in notes:
        yield from _judge(cluster, "hook", notes[HOOK], HOOKS, ("metadata", "annotations", HOOK))
    if DELETE_POLICY in notes:
        path: Path = ("metadata", "annotations", DELETE_POLICY)
        yield from _judge(cluster, "delete policy", notes[DELETE_POLICY], DELETE_POLICIES, path)


def _judge(
    cluster: Cluster, what: str, written: object, known: Mapping[str, tuple[int, ...]], path: Path
) -> Iterator[Problem]:
    parts = [part.strip() for part in written.split(",")] if isinstance(written, str) else []
    named = [part for part in parts if part]
    if parts and not named and what == "hook":
        yield Problem("no hook is named: the object is never applied", path, fix="name one, or remove the annotation")
    for part in named:
        if part not in known:
            yield Problem(f"there is no {what} `{part}`{did_you_mean(part, known)}", path, fix="correct the name")
        elif known[part] > cluster.version("argocd"):
            since = ".".join(map(str, known[part]))
            message = f"{what} {part} needs Argo CD {since}, this is {cluster.assumed('argocd')}"
            yield Problem(message, path, fix=f"use another {what}")
