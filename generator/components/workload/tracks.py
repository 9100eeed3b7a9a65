"""The sets of pods of one app: its main workload, and one Deployment for each traffic subset with pods of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from generator import names
from generator.model import App, Path, UserError

STABLE = "stable"
_OWN_PODS = ("image", "replicas", "env", "resources")
_NOT_MAIN = (*_OWN_PODS, "labels")


@dataclass(frozen=True)
class Track:
    """One set of pods. `values` are the app's, with the subset's overrides folded in."""

    name: str
    version: str
    values: Mapping[str, Any]
    labels: Mapping[str, str] = field(default_factory=dict)
    subset: str = ""
    source: Path = ("image",)

    def selector(self, app: App) -> dict[str, str]:
        """The immutable labels by which a controller knows these pods."""
        return {**names.pod_selector(app.name), "version": self.version}


def tracks(app: App) -> tuple[Track, ...]:
    """The main track first, then the subsets with pods of their own by name.

    Raises UserError when two tracks have one version (their controllers would fight over pods) or when an app that is
    no Deployment has subsets with pods of their own.
    """
    kind = app.values["kind"]
    subsets: Mapping[str, Mapping[str, Any]] = (app.values.get("traffic") or {}).get("subsets") or {}
    main = Track(names.workload(app.name, kind), _main_version(subsets), app.values)
    found = (main, *_own(app, subsets))
    if len(found) > 1 and kind != "Deployment":
        raise UserError(
            f"traffic.subsets.{found[1].subset}: only a Deployment can have subsets with pods of their own, "
            f"and kind is {kind}",
            app.origin,
            rule="values-subset",
            fix="remove image, replicas, env and resources from the subset",
        )
    versions: dict[str, str] = {}
    for track in found:
        other = versions.setdefault(track.version, track.subset)
        if other != track.subset:
            raise UserError(
                f"traffic.subsets.{track.subset}.version: {track.version!r} is the version of "
                f"{'subset ' + other if other else 'the main pods'} too",
                app.origin,
                rule="values-subset",
                fix="give every subset with pods of its own a version of its own",
            )
    return found


def _main_version(subsets: Mapping[str, Mapping[str, Any]]) -> str:
    for name, subset in subsets.items():
        if not any(key in subset for key in _NOT_MAIN):
            return str(subset.get("version", name))
    return STABLE


def _own(app: App, subsets: Mapping[str, Mapping[str, Any]]) -> Iterator[Track]:
    for name, subset in sorted(subsets.items()):
        if not any(key in subset for key in _OWN_PODS):
            continue
        values = {**app.values, "replicas": subset.get("replicas", 1)}
        values["image"] = _image(app.values["image"], subset.get("image", {}))
        values["env"] = {**app.values.get("env", {}), **subset.get("env", {})}
        if "resources" in subset:
            values["resources"] = _folded(app.values.get("resources", {}), subset["resources"])
        yield Track(
            names.workload(app.name, "Deployment", name),
            str(subset.get("version", name)),
            values,
            subset.get("labels", {}),
            name,
            ("traffic", "subsets", name),
        )


def _image(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """The subset's image: the main digest names the content of another tag and must not stand beside a new one."""
    kept = {key: value for key, value in base.items() if key != "digest"} if over else base
    return {**kept, **over}


def _folded(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    folded = dict(base)
    for key, value in over.items():
        old = folded.get(key)
        folded[key] = {**old, **value} if isinstance(old, Mapping) and isinstance(value, Mapping) else value
    return folded
