"""sync wave that is no number

Why: Argo CD takes it as wave 0: the object is applied with everything else, not when it was meant to be.
Source: gitops-engine pkg/sync/syncwaves/waves.go: a value that strconv.Atoi refuses counts as 0.
Bad:
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web, namespace: shop, annotations: {argocd.argoproj.io/sync-wave: "1.5"}}
Good:
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web, namespace: shop, annotations: {argocd.argoproj.io/sync-wave: "-1"}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.argo_order import wave_value
from generator.facts.argo_words import WAVE
from generator.facts.cluster import Cluster, mapping
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = ("*",)
NEEDS = (WAVE,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    notes = mapping(manifest.body, "metadata", "annotations")
    if WAVE in notes and wave_value(notes[WAVE]) is None:
        fix = "write a whole number in quotes"
        path = ("metadata", "annotations", WAVE)
        yield Problem(f"sync wave `{notes[WAVE]}` is no whole number: Argo CD takes 0", path, fix=fix)
