"""In which order Argo CD applies the objects of one sync: phase, wave, kind, name; each wave waits for health.

Source: gitops-engine pkg/sync/sync_tasks.go (kindOrder), pkg/sync/syncwaves/waves.go (a wave that is no integer is 0)
and https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from generator.facts.argo_words import HOOK, HOOKS, WAVE
from generator.facts.cluster import get, mapping
from generator.facts.fields import text
from generator.model import Manifest

_KINDS = (
    "Namespace", "NetworkPolicy", "ResourceQuota", "LimitRange", "PodSecurityPolicy", "PodDisruptionBudget",
    "ServiceAccount", "Secret", "SecretList", "ConfigMap", "StorageClass", "PersistentVolume",
    "PersistentVolumeClaim", "CustomResourceDefinition", "ClusterRole", "ClusterRoleList", "ClusterRoleBinding",
    "ClusterRoleBindingList", "Role", "RoleList", "RoleBinding", "RoleBindingList", "Service", "DaemonSet", "Pod",
    "ReplicationController", "ReplicaSet", "Deployment", "HorizontalPodAutoscaler", "StatefulSet", "Job", "CronJob",
    "IngressClass", "Ingress", "APIService",
)  # fmt: skip
RANK: Mapping[str, int] = {kind: n for n, kind in enumerate(_KINDS)}
"""Kinds in the order of one wave; every other kind, all custom ones among them, comes after."""

PHASES = ("PreSync", "Sync", "PostSync")
_WHOLE = re.compile(r"[+-]?[0-9]+\Z")
_LARGEST = 2**31


def wave_value(written: object) -> int | None:
    """A wave annotation as a number; None for what Argo CD takes as 0."""
    if not isinstance(written, str) or not _WHOLE.match(written):
        return None
    number = int(written)
    return number if -_LARGEST <= number < _LARGEST else None


def wave(manifest: Manifest) -> int:
    """The wave of an object; Helm's hook weight counts where no wave is given."""
    notes = mapping(manifest.body, "metadata", "annotations")
    if WAVE in notes:
        return wave_value(notes[WAVE]) or 0
    return wave_value(notes.get("helm.sh/hook-weight")) or 0


def hooks(manifest: Manifest) -> tuple[str, ...]:
    """The hooks an object is, none for an ordinary one."""
    note = text(manifest.body, "metadata", "annotations", HOOK)
    return tuple(part.strip() for part in note.split(",") if part.strip())


@lru_cache(maxsize=1)
def _helm() -> Mapping[str, str]:
    return {
        "pre-install": "PreSync",
        "pre-upgrade": "PreSync",
        "post-install": "PostSync",
        "post-upgrade": "PostSync",
        "post-delete": "PostDelete",
        "crd-install": "Sync",
    }


def phase(manifest: Manifest) -> str:
    """The first phase an object is applied in; "" for hooks outside a sync (Skip, SyncFail, deletion)."""
    named = hooks(manifest)
    if not any(each in HOOKS for each in named):
        note = get(manifest.body, "metadata", "annotations", "helm.sh/hook")
        named = tuple(_helm().get(part.strip(), "") for part in note.split(",")) if isinstance(note, str) else named
    if not named:
        return "Sync"
    return next((each for each in PHASES if each in named), "")


def step(manifest: Manifest) -> tuple[int, int] | None:
    """Phase and wave as something to compare: a later step starts only when all earlier ones are healthy."""
    when = phase(manifest)
    return (PHASES.index(when), wave(manifest)) if when else None


def order(manifest: Manifest) -> tuple[int, int, int, str]:
    """The sort key of an object within a sync."""
    phase_number, number = step(manifest) or (len(PHASES), 0)
    return phase_number, number, RANK.get(manifest.id.kind, len(_KINDS)), manifest.id.name


def in_words(manifest: Manifest) -> str:
    """Phase and wave in words."""
    when = phase(manifest)
    return f"wave {wave(manifest)}" if when == "Sync" else f"{when}, wave {wave(manifest)}"
