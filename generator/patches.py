"""The escape hatches: patches on rendered objects, and raw objects."""

from __future__ import annotations

import copy
import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from generator.model import App, Content, Manifest, UserError
from generator.yamlio.write import Written

MERGE_KEYS: Mapping[str, tuple[str, ...]] = {
    "containers": ("name",),
    "initContainers": ("name",),
    "env": ("name",),
    "volumes": ("name",),
    "volumeMounts": ("mountPath",),
    "ports": ("containerPort", "port"),
    "imagePullSecrets": ("name",),
    "topologySpreadConstraints": ("topologyKey",),
    "hostAliases": ("ip",),
    "http": ("name",),
    "subsets": ("name",),
    "groups": ("name",),
    "rules": ("alert", "record"),
    "endpoints": ("port",),
    "triggers": ("name",),
    "receivers": ("name",),
    "conditions": ("type",),
}
"""The key that identifies the items of a list, by the list's name.

Kubernetes states it as patchMergeKey in its API types (https://kubernetes.io/docs/reference/kubernetes-api/); for the
Istio, Prometheus and KEDA lists it is the field their own documentation uses to tell items apart.
"""


def raw_manifests(app: App) -> list[tuple[Mapping[str, Any], Content]]:
    """The objects under `manifests:`, as they stand."""
    return [(body, Written(body)) for _, body in sorted(app.values.get("manifests", {}).items())]


def patched(app: App, manifests: Sequence[Manifest]) -> list[Manifest]:
    """The manifests with the app's patches applied in order.

    Raises UserError when a patch finds no object, or does not fit the one it finds.
    """
    done = list(manifests)
    for number, patch in enumerate(app.values.get("patches", ())):
        places = [n for n, m in enumerate(done) if _meant(m, patch["target"])]
        if not places:
            raise _nothing(app, number, patch, done)
        for place in places:
            done[place] = replace(done[place], content=Written(_apply(app, patch, done[place].body)))
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
        fix="correct target.kind and target.name, or remove the patch",
    )


def _apply(app: App, patch: Mapping[str, Any], body: Mapping[str, Any]) -> Any:
    if "json" not in patch:
        return strategic_merge(body, patch["merge"])
    import jsonpatch  # only who patches pays for it
    from jsonpointer import JsonPointerException

    try:
        return jsonpatch.JsonPatch(list(patch["json"])).apply(copy.deepcopy(dict(body)))
    except (jsonpatch.JsonPatchException, JsonPointerException) as error:
        raise UserError(
            f"patch {patch['name']} of {app.name} does not fit {patch['target']['kind']}: {error}",
            app.origin,
            rule="patch-does-not-fit",
            fix="look at the rendered object and correct the paths",
        ) from error


def strategic_merge(base: Any, over: Any, name: str = "") -> Any:
    """`over` merged onto `base`: mappings by key, lists in MERGE_KEYS by identity, null removes, the rest replaces."""
    if isinstance(base, Mapping) and isinstance(over, Mapping):
        merged = dict(base)
        for key, value in over.items():
            if value is None:
                merged.pop(key, None)
            else:
                merged[key] = strategic_merge(merged[key], value, key) if key in merged else value
        return merged
    if isinstance(base, Sequence) and isinstance(over, Sequence) and not isinstance(base, str):
        for key in MERGE_KEYS.get(name, ()):
            if all(isinstance(x, Mapping) and key in x for x in (*base, *over)):
                return list(_merged_items(base, over, key))
    return over


def _merged_items(base: Sequence[Any], over: Sequence[Any], key: str) -> Iterator[Any]:
    changes = {item[key]: item for item in over}
    for item in base:
        change = changes.pop(item[key], None)
        if change is None:
            yield item
        elif change.get("$patch") != "delete":
            yield strategic_merge(item, change)
    yield from changes.values()
