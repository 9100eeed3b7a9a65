"""sync window that Argo CD cannot read

Why: Argo CD refuses the whole project, and with it every Application of it.
Source: argo-cd pkg/apis/application/v1alpha1/types.go, SyncWindow.Validate, and app_project_types.go,
ValidateProject.
Bad (kind):
    apiVersion: argoproj.io/v1alpha1
    kind: AppProject
    metadata: {name: shop, namespace: argocd}
    spec:
      sourceRepos: ["*"]
      syncWindows:
        - {kind: block, schedule: "0 22 * * *", duration: 1h, applications: ["*"]}
Bad (schedule):
    apiVersion: argoproj.io/v1alpha1
    kind: AppProject
    metadata: {name: shop, namespace: argocd}
    spec:
      sourceRepos: ["*"]
      syncWindows:
        - {kind: allow, schedule: "* *", duration: 1h, applications: ["*"]}
Bad (duration):
    apiVersion: argoproj.io/v1alpha1
    kind: AppProject
    metadata: {name: shop, namespace: argocd}
    spec:
      sourceRepos: ["*"]
      syncWindows:
        - {kind: allow, schedule: "0 22 * * *", duration: 1d, applications: ["*"]}
Bad (covers nothing):
    apiVersion: argoproj.io/v1alpha1
    kind: AppProject
    metadata: {name: shop, namespace: argocd}
    spec:
      sourceRepos: ["*"]
      syncWindows:
        - {kind: allow, schedule: "0 22 * * *", duration: 1h}
Good:
    apiVersion: argoproj.io/v1alpha1
    kind: AppProject
    metadata: {name: shop, namespace: argocd}
    spec:
      sourceRepos: ["*"]
      syncWindows:
        - {kind: allow, schedule: "0 22 * * *", duration: 1h, applications: ["*"]}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, rows
from generator.facts.cron_schedule import problem as cron_problem
from generator.facts.fields import entries, text
from generator.facts.sync_windows import go_duration
from generator.model import Manifest, Path
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.APP_PROJECT,)

_SCOPE = ("applications", "namespaces", "clusters", "timeZone", "andOperator", "manualSync")
NEEDS = ("syncWindows",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    seen: dict[tuple[str, str, str], int] = {}
    for n, row in entries(manifest.body, "spec", "syncWindows"):
        path: Path = ("spec", "syncWindows", n)
        kind, schedule, duration = (text(row, key) for key in ("kind", "schedule", "duration"))
        if kind not in ("allow", "deny"):
            fix = "write allow or deny"
            yield Problem(f"a sync window allows or denies, it cannot `{kind}`", (*path, "kind"), fix=fix)
        told = cron_problem(schedule)
        if told:
            fix = 'write minute, hour, day of month, month, day of week, such as "0 22 * * *"'
            yield Problem(f"the schedule is no cron expression: {told}", (*path, "schedule"), fix=fix)
        if go_duration(duration) is None:
            fix = "write hours and minutes, such as 24h or 1h30m"
            yield Problem(f"`{duration}` is no duration that Go reads", (*path, "duration"), fix=fix)
        if not any(rows(row, key) for key in ("applications", "namespaces", "clusters")):
            fix = "list applications, namespaces or clusters"
            yield Problem("the sync window covers nothing", path, fix=fix)
        before = seen.setdefault((kind, schedule, duration), n)
        if before != n:
            yield _alike(manifest, cluster, before, n)


def _alike(manifest: Manifest, cluster: Cluster, first: int, second: int) -> Problem:
    """Windows of one kind, schedule and duration; what they cover counts in newer versions of Argo CD."""
    rows_ = rows(manifest.body, "spec", "syncWindows")
    same = all(rows_[first].get(key) == rows_[second].get(key) for key in _SCOPE)
    old = cluster.version("argocd") < (3, 0)
    where = "" if same or old else "; some versions of Argo CD refuse that, whatever else they say"
    return Problem(
        f"two sync windows are alike in kind, schedule and duration{where}",
        ("spec", "syncWindows", second),
        fix="put both into one",
        severity="" if same or old else "warning",
        related=(Place("the first", manifest, ("spec", "syncWindows", first)),),
    )
