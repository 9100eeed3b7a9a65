"""The words Argo CD knows in sync options, hooks and finalizers, and since which version.

Source: https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/,
https://argo-cd.readthedocs.io/en/stable/user-guide/resource_hooks/ and gitops-engine pkg/sync/common/types.go.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

WAVE = "argocd.argoproj.io/sync-wave"
HOOK = "argocd.argoproj.io/hook"
DELETE_POLICY = "argocd.argoproj.io/hook-delete-policy"
TRACKING = "argocd.argoproj.io/tracking-id"

_SWITCH = ("true", "false")


@dataclass(frozen=True, slots=True)
class SyncOption:
    """One option: what it may be set to, where (`app`, `object`), and since which version of Argo CD."""

    values: tuple[str, ...]
    where: tuple[str, ...]
    since: tuple[int, ...] = (1, 0)


_BOTH, _APP, _OBJECT = ("app", "object"), ("app",), ("object",)
OPTIONS: Mapping[str, SyncOption] = {
    "ApplyOutOfSyncOnly": SyncOption(_SWITCH, _APP, (2, 0)),
    "ClientSideApplyMigration": SyncOption(_SWITCH, _BOTH, (3, 1)),
    "CreateNamespace": SyncOption(_SWITCH, _APP, (1, 7)),
    "Delete": SyncOption(("true", "false", "confirm"), _BOTH, (2, 7)),
    "FailOnSharedResource": SyncOption(_SWITCH, _APP, (2, 2)),
    "Force": SyncOption(_SWITCH, _OBJECT, (2, 12)),
    "Prune": SyncOption(("true", "false", "confirm"), _BOTH),
    "PruneLast": SyncOption(_SWITCH, _BOTH, (2, 0)),
    "PrunePropagationPolicy": SyncOption(("foreground", "background", "orphan"), _APP, (2, 0)),
    "Replace": SyncOption(_SWITCH, _BOTH, (2, 0)),
    "RespectIgnoreDifferences": SyncOption(_SWITCH, _APP, (2, 3)),
    "ServerSideApply": SyncOption(_SWITCH, _BOTH, (2, 5)),
    "SkipDryRunOnMissingResource": SyncOption(_SWITCH, _BOTH, (1, 6)),
    "Validate": SyncOption(_SWITCH, _BOTH),
}

HOOKS: Mapping[str, tuple[int, ...]] = {
    "PreSync": (1, 0),
    "Sync": (1, 0),
    "Skip": (1, 0),
    "PostSync": (1, 0),
    "SyncFail": (1, 2),
    "PostDelete": (2, 10),
    "PreDelete": (3, 3),
}
"""Hooks and since when they run."""

DELETE_POLICIES: Mapping[str, tuple[int, ...]] = {
    "HookSucceeded": (1, 0),
    "HookFailed": (1, 0),
    "BeforeHookCreation": (1, 3),
    "Never": (3, 5),
}
"""When a hook is deleted, and since when Argo CD knows it."""

FINALIZERS = (
    "resources-finalizer.argocd.argoproj.io",
    "resources-finalizer.argocd.argoproj.io/background",
    "resources-finalizer.argocd.argoproj.io/foreground",
    "post-delete-finalizer.argocd.argoproj.io",
    "post-delete-finalizer.argocd.argoproj.io/cleanup",
    "pre-delete-finalizer.argocd.argoproj.io",
    "pre-delete-finalizer.argocd.argoproj.io/cleanup",
)
CASCADING = "resources-finalizer.argocd.argoproj.io"
