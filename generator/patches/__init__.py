"""The escape hatches: patches on rendered objects, and raw objects."""

from __future__ import annotations

import copy
import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from generator.model import App, Content, Manifest, Path, UserError
from generator.patches.merging import strategic_merge
from generator.patches.places import PatchedPlaces, RawPlaces, Span
from generator.yamlio.write import Written

_IDENTITY: tuple[Path, ...] = (("apiVersion",), ("kind",), ("metadata", "name"), ("metadata", "namespace"))


def raw_manifests(app: App) -> list[tuple[str, Mapping[str, Any], Content]]:
    """The objects under `manifests:`, as they stand, each with its key there."""
    return [(key, body, Written(body)) for key, body in sorted(app.values.get("manifests", {}).items())]


def patched(app: App, manifests: Sequence[Manifest], span: Span) -> list[Manifest]:
    """The manifests with the app's patches applied in order; `span` places the paths of the app's values.

    Raises UserError when a patch finds no object, does not fit the one it finds, or makes another one of it.
    """
    done = list(manifests)
    for number, patch in enumerate(app.values.get("patches", ())):
        places = [n for n, m in enumerate(done) if _meant(m, patch["target"])]
        if not places:
            raise _nothing(app, number, patch, done)
        for place in places:
            before = done[place]
            body = _apply(app, number, patch, before.body)
            _same_object(app, number, patch, before.body, body)
            locate = PatchedPlaces(body, before.body, span, number, patch, before.origin, before.locate)
            done[place] = replace(before, content=Written(body), locate=locate)
    return done


def _meant(manifest: Manifest, target: Mapping[str, Any]) -> bool:
    return bool(manifest.id.kind == target["kind"] and target.get("name", manifest.id.name) == manifest.id.name)


def _nothing(app: App, number: int, patch: Mapping[str, Any], manifests: Iterable[Manifest]) -> UserError:
    wanted = "/".join(x for x in (patch["target"]["kind"], patch["target"].get("name")) if x)
    names = sorted({x for m in manifests for x in (m.id.kind, f"{m.id.kind}/{m.id.name}")})
    near = difflib.get_close_matches(wanted, names, 1)
    hint = f"did you mean {near[0]}?" if near else f"rendered here: {', '.join(x for x in names if '/' in x)}"
    return UserError(
        f"patches[{number}] ({patch['name']}) of {app.name} changes {wanted}, which is not rendered; {hint}",
        app.origin,
        rule="patch-without-target",
        path=("patches", number, "target", "name" if "name" in patch["target"] else "kind"),
        fix="correct target.kind and target.name, or remove the patch",
    )


def _apply(app: App, number: int, patch: Mapping[str, Any], body: Mapping[str, Any]) -> Any:
    if "json" not in patch:
        return strategic_merge(body, patch["merge"])
    import jsonpatch  # only who patches pays for it
    from jsonpointer import JsonPointerException

    done: Any = copy.deepcopy(dict(body))
    for step, operation in enumerate(patch["json"]):
        try:
            done = jsonpatch.JsonPatch([operation]).apply(done)
        except (jsonpatch.JsonPatchException, JsonPointerException, TypeError) as error:
            raise UserError(
                f"patch {patch['name']} of {app.name} does not fit {patch['target']['kind']}: {error}",
                app.origin,
                rule="patch-does-not-fit",
                path=("patches", number, "json", step, "path"),
                fix="look at the rendered object and correct the paths",
            ) from error
    return done


def _same_object(app: App, number: int, patch: Mapping[str, Any], before: Any, after: Any) -> None:
    """A patch changes an object; it never makes another one of it."""
    for path in _IDENTITY:
        if _at(before, path) != _at(after, path):
            field = ".".join(map(str, path))
            raise UserError(
                f"patch {patch['name']} of {app.name} changes {field} of {patch['target']['kind']}, which makes it "
                "another object",
                app.origin,
                rule="patch-does-not-fit",
                path=("patches", number, *(("merge", *path) if "merge" in patch else ("json",))),
                fix="change the values the object is made from, or write an object of your own under manifests",
            )


def _at(node: Any, path: Path) -> Any:
    for part in path:
        node = node.get(part) if isinstance(node, Mapping) else None
    return node


__all__ = ["PatchedPlaces", "RawPlaces", "Span", "patched", "raw_manifests", "strategic_merge"]
