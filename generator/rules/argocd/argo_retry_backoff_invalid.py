"""retry that Argo CD cannot read

Why: The sync operation fails at once with an error about the duration instead of trying again.
Source: argo-cd pkg/apis/application/v1alpha1/types.go, RetryStrategy.NextRetryAt and parseStringToDuration (a plain
number is seconds).
Bad:
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: web}
      syncPolicy: {retry: {limit: 5, backoff: {duration: 5s, maxDuration: 3x}}}
Good:
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: web}
      syncPolicy: {retry: {limit: 5, backoff: {duration: 5s, factor: 2, maxDuration: 3m}}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.applications import EXPLICIT, declared
from generator.facts.cluster import Cluster, mapping
from generator.facts.fields import text, whole
from generator.facts.sync_windows import go_duration
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = EXPLICIT
NEEDS = ("backoff",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    app = declared(manifest)
    path: Path = (*app.path, "syncPolicy", "retry", "backoff")
    backoff = mapping(app.spec, "syncPolicy", "retry", "backoff")
    for key in ("duration", "maxDuration"):
        value = backoff.get(key)
        if isinstance(value, str) and value and not value.isdigit() and go_duration(value) is None:
            yield Problem(f"`{value}` is no duration that Go reads", (*path, key), fix="write it as 10s, 3m or 1h30m")
    factor = whole(backoff, "factor")
    if factor is not None and factor < 1:
        yield Problem(f"a factor of {factor} makes no pauses", (*path, "factor"), fix="write 1 or more")
    first, last = (go_duration(text(backoff, key)) for key in ("duration", "maxDuration"))
    if first is not None and last is not None and 0 < last < first:
        yield Problem("the longest pause is shorter than the first", (*path, "maxDuration"), fix="raise maxDuration")
