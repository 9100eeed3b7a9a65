"""Which parameters a trigger lacks, and what it gives in their place by a slip of the pen.

Source: kedacore/keda pkg/scalers/scalersconfig/typed_config.go (where parameters are looked for).
"""

from __future__ import annotations

from dataclasses import dataclass

from generator.facts.cluster import Cluster
from generator.facts.scaled_object import Trigger
from generator.facts.scalers import Scaler
from generator.facts.suggest import near
from generator.facts.trigger_authentication import of_trigger, opaque, reference, supplies


@dataclass(frozen=True, slots=True)
class Lack:
    """Parameters of which a scaler needs one and a trigger gives none; `slip` is a key of it that was meant for one."""

    names: tuple[str, ...]
    slip: str = ""


def lacks(cluster: Cluster, trigger: Trigger, known: Scaler) -> tuple[Lack, ...]:
    """What a trigger lacks in the release of KEDA; nothing for a scaler that the release does not have."""
    version = cluster.version("keda")
    if not known.known_in(version):
        return ()
    given, open_ended = _supplied(cluster, trigger)
    found = []
    for names in known.needed(version):
        if not any(_given(known, trigger, name, given, open_ended) for name in names):
            found.append(Lack(names, _slip(known, trigger, names)))
    return tuple(found)


def _supplied(cluster: Cluster, trigger: Trigger) -> tuple[frozenset[str], bool]:
    """What the authentication gives, and whether it may give more than can be seen."""
    found = of_trigger(cluster, trigger)
    if found is None:
        return frozenset(), reference(trigger) is not None or "authenticationRef" in trigger.body
    return frozenset(supply.parameter for supply in supplies(found)), opaque(found)


def _given(known: Scaler, trigger: Trigger, name: str, given: frozenset[str], open_ended: bool) -> bool:
    parameter = known.parameters.get(name)
    places = parameter.places if parameter else "mea"
    metadata = trigger.metadata
    return (
        ("m" in places and bool(metadata.get(name, "").strip()))
        or ("e" in places and bool(metadata.get(f"{name}FromEnv", "").strip()))
        or ("a" in places and (open_ended or name in given))
    )


def _slip(known: Scaler, trigger: Trigger, names: tuple[str, ...]) -> str:
    """The key of the metadata that is most like one of the names, among those that the scaler does not read."""
    unread = [key for key in trigger.metadata if known.reads(key) is None and not known.retired(key)]
    alike = (near(spelling, unread) for name in names for spelling in (name, f"{name}FromEnv")) if unread else ()
    return next(filter(None, alike), "")
