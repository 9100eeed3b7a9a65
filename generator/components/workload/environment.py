"""Environment variables of the main container, in an order in which `$(NAME)` references resolve."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from generator.model import OMIT, App, UserError

_REFERENCE = re.compile(r"\$(?:\$|\(([-._a-zA-Z][-._a-zA-Z0-9]*)\))")


def variables(app: App, values: Mapping[str, Any]) -> Any:
    """EnvVar items without a doubled name; OMIT when there are none.

    `env` of the values wins over what other components contribute; among those the first wins. Kubernetes resolves
    `$(NAME)` only when NAME stands earlier in the list, so a referenced variable comes before the ones that use it;
    beside that the order is by name. Raises UserError when variables refer to each other in a circle.
    """
    found: dict[str, Mapping[str, Any]] = {}
    for item in app.part("container.env"):
        found.setdefault(item["name"], item)
    for name, value in (values.get("env") or {}).items():
        found[name] = {"name": name, **_value(app, name, value)}
    return _ordered(app, found) or OMIT


def sources(app: App, values: Mapping[str, Any]) -> Any:
    """EnvFromSource items, the values' own last so that their keys win; OMIT when there are none."""
    items = list(app.part("container.envFrom"))
    for number, wanted in enumerate(values.get("envFrom") or ()):
        kinds = [kind for kind in ("configMap", "secret") if kind in wanted]
        if len(kinds) != 1:
            raise UserError(
                f"envFrom[{number}]: give either configMap or secret",
                app.origin,
                rule="values-env",
                fix="one item names one ConfigMap or one Secret",
            )
        reference = {"name": wanted[kinds[0]], **_flag(wanted)}
        prefix = {"prefix": wanted["prefix"]} if "prefix" in wanted else {}
        items.append({f"{kinds[0]}Ref": reference, **prefix})
    return items or OMIT


def _value(app: App, name: str, value: str | Mapping[str, Any]) -> dict[str, Any]:
    if isinstance(value, str):
        return {"value": value}
    kinds = [kind for kind in ("field", "resource", "configMap", "secret") if kind in value]
    keyed = bool(kinds) and kinds[0] in ("configMap", "secret")
    if len(kinds) != 1 or keyed != ("key" in value):
        raise UserError(
            f"env.{name}: text, or one of field, resource, configMap with key, secret with key",
            app.origin,
            rule="values-env",
            fix=f'for example `{name}: "text"` or `{name}: {{field: metadata.name}}`',
        )
    if kinds[0] == "field":
        return {"valueFrom": {"fieldRef": {"apiVersion": "v1", "fieldPath": value["field"]}}}
    if kinds[0] == "resource":
        return {"valueFrom": {"resourceFieldRef": {"resource": value["resource"], "divisor": "0"}}}
    return {"valueFrom": {f"{kinds[0]}KeyRef": {"name": value[kinds[0]], "key": value["key"], **_flag(value)}}}


def _flag(wanted: Mapping[str, Any]) -> dict[str, bool]:
    return {"optional": True} if wanted.get("optional") else {}


def _references(item: Mapping[str, Any]) -> Iterable[str]:
    return sorted({match[1] for match in _REFERENCE.finditer(str(item.get("value", ""))) if match[1]})


def _ordered(app: App, found: Mapping[str, Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    placed: dict[str, Mapping[str, Any]] = {}
    open_names: list[str] = []

    def place(name: str) -> None:
        if name in placed:
            return
        if name in open_names:
            circle = " -> ".join((*open_names[open_names.index(name) :], name))
            raise UserError(
                f"env.{name}: variables refer to each other in a circle ({circle})",
                app.origin,
                rule="values-env",
                fix="write one of them out, or write $$( where the text is meant literally",
            )
        open_names.append(name)
        for other in _references(found[name]):
            # a reference to itself reads the same name out of envFrom
            if other in found and other != name:
                place(other)
        open_names.pop()
        placed[name] = found[name]

    for name in sorted(found):
        place(name)
    return list(placed.values())
