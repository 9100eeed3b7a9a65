"""Faults known by one name and told under finer ones: the name selects, ignores, suppresses and explains them all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from generator.facts import kinds
from generator.model import Finding


@dataclass(frozen=True, slots=True)
class Group:
    """One name for findings of several rules. `told_as` are those rules.

    With `kinds` (`Kind.group`) only their findings about such objects are meant, with `fields` (JSON pointers) only
    those about such a field.
    """

    id: str
    family: str
    severity: str
    title: str
    why: str
    told_as: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()

    def covers(self, finding: Finding) -> bool:
        """Whether a finding is one of the group's."""
        if finding.rule not in self.told_as:
            return False
        kind = finding.object.partition(" ")[0]
        return (not self.kinds or kind in self.kinds) and (not self.fields or finding.pointer in self.fields)


_AUTHENTICATIONS = (kinds.TRIGGER_AUTHENTICATION, kinds.CLUSTER_TRIGGER_AUTHENTICATION)
_GROUPS = (
    Group(
        "drift-rendered-output", "drift", "error", "committed manifests that differ from a fresh render",
        "Argo CD applies rendered/, people review values/: the two must say the same. The finer rule says why they "
        "differ: older than the values, written by another argosy, edited by hand, missing, or in conflict.",
        ("drift-conflict-marker", "drift-hand-edited", "drift-missing-file", "drift-stale", "drift-tool-moved"),
    ),
    Group(
        "drift-orphan-output", "drift", "error", "file below rendered/ that belongs to no values (any more)",
        "Argo CD goes on applying it although nobody asks for it. The finer rule says whether a render wrote it once "
        "(the next one deletes it) or somebody else did.",
        ("drift-foreign-file", "drift-left-file"),
    ),
    Group(
        "drift-hand-edit", "drift", "error", "generated file with other content than was generated",
        "The next render would undo the edit; `argosy render` stops before it.",
        ("drift-hand-edited", "edited-by-hand"),
    ),
    Group(
        "hpa-deprecated-api", "hpa", "error", "HorizontalPodAutoscaler in an apiVersion that is gone or about to go",
        "autoscaling/v2beta1 is gone since Kubernetes 1.25, autoscaling/v2beta2 since 1.26: the sync fails. Write "
        "autoscaling/v2.",
        ("dep-api-deprecated", "dep-api-removed", "wrong-group-for-kind"),
        (kinds.HPA,),
    ),
    Group(
        "configmap-immutable-changed", "naming", "error", "immutable ConfigMap or Secret that changes its content",
        "The API server refuses the update. Give what changed another name, for instance with a hash of the content.",
        ("change-immutable-field",),
        (kinds.CONFIG_MAP, kinds.SECRET),
        ("/binaryData", "/data", "/immutable", "/stringData"),
    ),
    Group(
        "argo-secret-in-helm-params", "argocd", "error", "credentials among the Helm values of an Application",
        "Whoever reads the repository or the Application has them, for ever: git keeps them after they are removed.",
        ("sec-secret-plaintext",),
        (kinds.APPLICATION, kinds.APPLICATION_SET),
    ),
    Group(
        "argo-ssa-duplicate-keys", "argocd", "error", "list with one merge key twice, which server-side apply refuses",
        "Variables, ports and volumes are maps by key for server-side apply: the sync fails where a key comes twice.",
        ("env-duplicate", "list-map-duplicate-key"),
    ),
    Group(
        "dep-keda-hpa-annotation-api", "deprecations", "error", "pod identity provider that KEDA gave up",
        "aws-kiam and azure (AAD pod identity) are gone: write aws or azure-workload.",
        ("keda-ta-podidentity", "schema-constraint"),
        _AUTHENTICATIONS,
        ("/spec/podIdentity/provider",),
    ),
    Group(
        "dep-alertmanager", "deprecations", "warning", "old way to write matchers of routes and inhibition rules",
        "It is read only for the sake of old configurations, and some day no more: write matchers with matchType.",
        ("am-deprecated-syntax",),
    ),
)  # fmt: skip


@lru_cache(maxsize=1)
def groups() -> Mapping[str, Group]:
    """Every group, sorted by id."""
    return {group.id: group for group in sorted(_GROUPS, key=lambda group: group.id)}


def group(id: str) -> Group | None:
    """The group of that name, None when there is none."""
    return groups().get(id)


def stands_for(id: str) -> tuple[str, ...]:
    """The rules whose findings a name is about: a group's, else the one rule of that name."""
    found = group(id)
    return found.told_as if found else (id,)


def with_members(names: Iterable[str]) -> tuple[str, ...]:
    """The names, and after each group the rules it is told as."""
    return tuple(dict.fromkeys(each for name in names for each in (name, *stands_for(name))))
