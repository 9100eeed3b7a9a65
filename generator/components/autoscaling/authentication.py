"""How triggers identify themselves: TriggerAuthentications made from the app's secrets, or ones that exist."""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator import names
from generator.model import App

from .bounds import refuse
from .triggers import label


@dataclass(frozen=True)
class Authentication:
    """One TriggerAuthentication to make."""

    name: str
    secrets: tuple[Mapping[str, str], ...]
    pod_identity: Mapping[str, Any] | None


def authentications(
    app: App, scaling: Mapping[str, Any]
) -> tuple[tuple[Authentication, ...], dict[int, dict[str, str]]]:
    """What to make, and by position in `triggers` the `authenticationRef` of each trigger that has one.

    Triggers that identify themselves in one way share one object. Raises UserError for a secret nobody declared.
    """
    made: dict[str, Authentication] = {}
    references: dict[int, dict[str, str]] = {}
    for number, trigger in enumerate(scaling["triggers"]):
        asked = trigger.get("auth")
        if not asked:
            continue
        key = f"{label(number, trigger)}.auth"
        if "name" in asked:
            if "secrets" in asked or "podIdentity" in asked:
                raise refuse(app, key, "an existing authentication cannot be extended here", "give name alone")
            references[number] = {"kind": asked["kind"], "name": asked["name"]}
            continue
        one = _authentication(app, key, trigger, asked)
        same = json.dumps([one.secrets, one.pod_identity], sort_keys=True)
        kept = made.setdefault(same, one)
        references[number] = {"kind": "TriggerAuthentication", "name": kept.name}
    found = tuple(made.values())
    taken = [one.name for one in found]
    for one in found:
        if taken.count(one.name) > 1:
            raise refuse(app, "triggers", f"two authentications would be called {one.name}", "give the triggers names")
    return found, references


def _authentication(app: App, key: str, trigger: Mapping[str, Any], asked: Mapping[str, Any]) -> Authentication:
    if not asked.get("secrets") and not asked.get("podIdentity"):
        raise refuse(app, key, "says nothing", "give secrets, podIdentity or the name of an existing authentication")
    declared = app.values.get("secrets") or {}
    rows = []
    for parameter, secret in sorted((asked.get("secrets") or {}).items()):
        if secret not in declared:
            near = difflib.get_close_matches(secret, sorted(declared), 1)
            meant = f"did you mean {near[0]}?" if near else f"declare {secret} under secrets"
            raise refuse(app, f"{key}.secrets.{parameter}", f"{secret} is not declared under secrets", meant)
        rows.append({"parameter": parameter, "name": names.fit(f"{app.name}-secrets"), "key": secret})
    word = names.object_name(trigger.get("name", trigger["type"]))
    return Authentication(names.fit(f"{app.name}-{word}"), tuple(rows), asked.get("podIdentity"))
