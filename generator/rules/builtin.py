"""Rules that the engine itself tells: reading, schemas, drift, suppressions. They have no file of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

SCHEMA = "schema"


@dataclass(frozen=True, slots=True)
class Builtin:
    """One such rule. `waivable` False: it cannot be suppressed or put in a baseline, since nothing was judged."""

    id: str
    family: str
    severity: str
    title: str
    why: str
    waivable: bool = True


_READING = "A file that cannot be read is not judged, so the run can never be clean (exit code 2)."
_DRIFT = "Argo CD applies rendered/, people review values/: the two must say the same."
_VALUES = "rendered/ is made from values/; nothing is written while they are wrong (exit code 2)."
_TABLE = (
    ("unknown-field", SCHEMA, "error", "field that the kind does not have",
     "The API server drops or refuses it; a misspelt field silently does nothing."),
    ("type-mismatch", SCHEMA, "error", "value of another type than the field wants", "The API server refuses it."),
    ("missing-required", SCHEMA, "error", "required field is missing", "The API server refuses the object."),
    ("schema-constraint", SCHEMA, "error", "value outside what the field allows", "The API server refuses it."),
    ("quantity-invalid", SCHEMA, "error", "text that is no quantity", "The API server refuses it."),
    ("list-map-duplicate-key", SCHEMA, "error", "two items of a list with one key",
     "Server-side apply merges such lists by key: one of the two is lost or the object is refused."),
    ("unknown-gvk", SCHEMA, "error", "kind without a schema",
     "What cannot be checked is never passed. Import the CRD with `argosy schemas import`, or suppress it by path."),
    ("wrong-group-for-kind", SCHEMA, "error", "kind under an apiVersion that does not serve it",
     "The API server answers `no matches for kind`."),
    ("input-not-rendered", "input", "error", "Helm chart or kustomization that nobody rendered",
     "Argosy judges manifests, it does not run helm or kustomize: what they would make is unknown, so it is not "
     "passed. Pipe their output: `helm template . | argosy validate -`."),
    ("embedded-unreadable", "input", "error", "rules or routes inside a ConfigMap that do not parse",
     "Prometheus or Alertmanager refuses the file and keeps running on the one before."),
    ("suppression-reason-missing", "suppression", "error", "suppression without a reason",
     "Nobody can tell later whether it still holds. It suppresses nothing until it has one."),
    ("suppression-malformed", "suppression", "error", "suppression that cannot be read", "It suppresses nothing."),
    ("suppression-unknown-rule", "suppression", "warning", "suppression of a rule that does not exist",
     "Most likely misspelt: it suppresses nothing."),
    ("suppression-expired", "suppression", "warning", "suppression past its date",
     "It no longer suppresses anything: mend the cause, or decide anew."),
    ("suppression-unused", "suppression", "warning", "suppression that suppresses nothing",
     "It would hide the next fault on its line. Remove it."),
    ("baseline-stale", "baseline", "warning", "baseline entry whose finding is gone",
     "A baseline only shrinks: run with --update-baseline to drop the entry."),
)  # fmt: skip
_UNREADABLE = (
    ("nothing-found", "input", "nothing to judge", "An empty input is never clean (exit code 2)."),
    ("input-template", "input", "template text instead of a manifest", _READING),
    ("input-not-a-manifest", "input", "file that is not a Kubernetes manifest", _READING),
    ("manifest-identity", "input", "object without a usable apiVersion, kind or metadata", _READING),
    ("settings-invalid", "input", "argosy.yaml that cannot be used", "Settings decide what is judged and how."),
)
_PREFIXES = (
    ("yaml-", "yaml", "file that a YAML reader refuses, or readers read differently", _READING, False),
    ("file-", "input", "file that is not read", _READING, False),
    ("values-", "values", "values that do not make manifests", _VALUES, False),
    ("template-", "values", "template that cannot be filled", _VALUES, False),
    ("patch-", "values", "patch that does not fit", _VALUES, False),
    ("drift-", "drift", "rendered/ is not what values/ gives", _DRIFT, False),
    ("schema-", "schema", "schema that cannot be used", "A schema decides what is judged.", False),
    ("crd-", "schema", "CRD that cannot be imported", "A schema decides what is judged.", False),
)


@lru_cache(maxsize=1)
def builtins() -> Mapping[str, Builtin]:
    """Every rule of the engine with a name of its own, sorted."""
    made = [Builtin(*row) for row in _TABLE]
    made += [Builtin(id, family, "error", title, why, False) for id, family, title, why in _UNREADABLE]
    return {rule.id: rule for rule in sorted(made, key=lambda rule: rule.id)}


def builtin(id: str) -> Builtin | None:
    """The rule of that name: one of the table, or one of a group known by its first word (`yaml-`, `drift-` ...)."""
    known = builtins().get(id)
    if known is not None:
        return known
    for prefix, family, title, why, waivable in _PREFIXES:
        if id.startswith(prefix):
            return Builtin(id, family, "error", title, why, waivable)
    return None


def families() -> frozenset[str]:
    """The families of the engine's rules."""
    return frozenset({rule.family for rule in builtins().values()} | {family for _, family, *_ in _PREFIXES})


def waivable(id: str) -> bool:
    """Whether a finding of the rule may be suppressed or put in a baseline."""
    known = builtin(id)
    return known is None or (known.waivable and known.family not in ("suppression", "baseline"))
