"""chart that goes back, or on to another major version

Why: A major version may rename values and objects or migrate data; going back meets data that the older one does not
know.
Source: https://semver.org/ and the upgrade notes of the chart
Before:
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://charts.example.com", chart: redis, targetRevision: 19.0.1}
Bad:
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://charts.example.com", chart: redis, targetRevision: 20.1.0}
Good:
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://charts.example.com", chart: redis, targetRevision: 19.4.0}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.facts.applications import EXPLICIT, declared, sources
from generator.facts.changes import pairs
from generator.facts.cluster import Cluster, kind_name
from generator.rules.problem import Problem

SEVERITY = "info"
DEFAULT = False
KINDS = EXPLICIT
FLEET = True

_VERSION = re.compile(r"v?([0-9]+)\.([0-9]+)(?:\.([0-9]+))?")


def check(cluster: Cluster) -> Iterator[Problem]:
    for before, now in pairs(cluster):
        if kind_name(now) not in EXPLICIT:
            continue
        known = {(s.repository, s.chart or s.folder): s.revision for s in sources(declared(before))}
        for source in sources(declared(now)):
            old = known.get((source.repository, source.chart or source.folder), "")
            said = _jump(old, source.revision)
            if said:
                yield Problem(
                    f"`{source.chart or source.folder}` {said}, from {old} to {source.revision}",
                    (*source.path, "targetRevision"),
                    fix="read the upgrade notes, and keep a way back",
                    manifest=now,
                )


def _jump(old: str, new: str) -> str:
    one, other = _VERSION.match(old), _VERSION.match(new)
    if one is None or other is None:
        return ""
    first, second = ([int(part or 0) for part in found.groups()] for found in (one, other))
    if second < first:
        return "goes back"
    return "goes to another major version" if second[0] > first[0] else ""
