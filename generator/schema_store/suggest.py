"""What to say about a kind that has no schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.schema_store import words
from generator.schema_store.kinds import version_rank
from generator.schema_store.problem import Problem

if TYPE_CHECKING:
    from generator.schema_store.store import SchemaStore

UNKNOWN_GVK = "unknown-gvk"
WRONG_GROUP = "wrong-group-for-kind"
_IMPORT = "import its CRD with `argosy schemas import FILE`"


def suggest(store: SchemaStore, api_version: str, kind: str) -> Problem:
    """Why a kind is unknown, with the apiVersion or kind that was probably meant.

    An apiVersion that is certainly wrong for the kind is an error; a kind nobody knows is `unverifiable`.
    """
    why = store.broken(api_version, kind)
    if why:
        message = f"{words.clip(kind)} cannot be checked: {why}"
        return Problem(("apiVersion",), UNKNOWN_GVK, message, "mend the CRD", severity="unverifiable")
    gone = store.lifetime(api_version, kind)
    served = store.versions_of(kind)
    group, _, version = api_version.rpartition("/")
    if gone is not None:
        return _gone(store, api_version, kind, gone, served)
    same_group = [known for known in served if known.rpartition("/")[0] == group]
    if same_group:
        return _not_served(store, api_version, kind, same_group)
    if served and (not group or "." not in group or _bundled_group(store, group)):
        message = f"{kind} is not in `{api_version}`; it is known in {words.listed(served)}"
        return Problem(("apiVersion",), WRONG_GROUP, message, f"write `apiVersion: {served[0]}`", served[0])
    near = words.nearest(kind, {k.kind for k in store.kinds() if k.api_version == api_version})
    if near:
        message = f"`{api_version}` has no kind `{words.clip(kind)}`; did you mean `{near}`?"
        return Problem(("kind",), UNKNOWN_GVK, message, f"write `kind: {near}`", near)
    known = f"; a {kind} is known in {words.listed(served)}" if served else ""
    message = f"no schema for `{words.clip(api_version)}` {words.clip(kind)}{known}"
    return Problem(("apiVersion",), UNKNOWN_GVK, message, _IMPORT, severity="unverifiable")


def _gone(store: SchemaStore, api_version: str, kind: str, lifetime: tuple[str, str], served: list[str]) -> Problem:
    first, last = lifetime
    early = _number(store.version) < _number(first)
    when = f"only since Kubernetes {first}" if early else f"gone since Kubernetes {_next(last)}"
    message = f"`{api_version}` {kind} is {when}; this cluster has {store.version}"
    group = api_version.rpartition("/")[0]
    best = sorted(served, key=lambda known: (known.rpartition("/")[0] != group, version_rank(known.rpartition("/")[2])))
    fix = f"write `apiVersion: {best[0]}`" if best else "remove the object"
    return Problem(("apiVersion",), WRONG_GROUP, message, fix, best[0] if best else "")


def _not_served(store: SchemaStore, api_version: str, kind: str, known: list[str]) -> Problem:
    """The group is right, the version is not one that can be checked."""
    found = store.find(known[0], kind)
    served = found.served if found else ()
    version = api_version.rpartition("/")[2]
    release = (found.upstream or f"the CRD in {found.source}") if found else "the schema"
    if version in served:
        message = f"no schema for `{api_version}` {kind}, though {release} serves it"
        return Problem(("apiVersion",), UNKNOWN_GVK, message, f"write `apiVersion: {known[0]}`, or {_IMPORT}",
                       known[0], "unverifiable")  # fmt: skip
    message = f"{release} does not serve {kind} in `{api_version}`, only in {words.listed(known)}"
    return Problem(("apiVersion",), WRONG_GROUP, message, f"write `apiVersion: {known[0]}`", known[0])


def _bundled_group(store: SchemaStore, group: str) -> bool:
    return any(kind.group == group for kind in store.kinds())


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _next(version: str) -> str:
    major, minor = _number(version)
    return f"{major}.{minor + 1}"
