"""What Argo CD refuses in an AppProject: repetitions, denials of everything, policies of another form.

Source: argo-cd pkg/apis/application/v1alpha1/app_project_types.go (ValidateProject, validatePolicy, validateGroupName).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.facts.cluster import rows
from generator.facts.fields import doubled, entries, text
from generator.model import Path

_ROLE = re.compile(r"[a-zA-Z0-9]([-_a-zA-Z0-9]*[a-zA-Z0-9])?\Z")
_RESOURCES = ("applications", "applicationsets", "repositories", "clusters", "exec", "logs")
_ACTIONS = ("get", "create", "update", "delete", "sync", "override", "*", "action", "invoke")
_DESCRIPTION = 255


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing Argo CD refuses; `path` is relative to the spec."""

    message: str
    path: Path
    fix: str = ""


def faults(name: str, spec: Mapping[str, Any]) -> Iterator[Fault]:
    """Everything wrong with the spec of the project of that name."""
    yield from _lists(spec)
    yield from _destinations(spec)
    yield from _service_accounts(spec)
    for n, role in entries(spec, "roles"):
        yield from _role(name, role, ("roles", n))
    yield from _repeated("role", ((n, text(role, "name")) for n, role in entries(spec, "roles")), ("roles",))
    if len(text(spec, "description")) > _DESCRIPTION:
        yield Fault(f"the description has more than {_DESCRIPTION} characters", ("description",), "shorten it")


def _lists(spec: Mapping[str, Any]) -> Iterator[Fault]:
    for key in ("sourceRepos", "sourceNamespaces"):
        named = [(n, row) for n, row in enumerate(rows(spec, key)) if isinstance(row, str)]
        yield from _repeated("entry", iter(named), (key,))
        for n, row in named:
            if row == "!*":
                yield Fault("`!*` denies everything: Argo CD refuses it", (key, n), "remove it")


def _repeated(what: str, named: Iterator[tuple[int, str]], path: Path) -> Iterator[Fault]:
    for n, _, value in doubled(named):
        yield Fault(f"{what} `{value}` is listed twice", (*path, n), "remove one of the two")


def _destinations(spec: Mapping[str, Any]) -> Iterator[Fault]:
    seen: set[tuple[str, str]] = set()
    for n, row in entries(spec, "destinations"):
        for key in ("name", "server", "namespace"):
            if row.get(key) == "!*":
                yield Fault(f"{key} `!*` denies everything: Argo CD refuses it", ("destinations", n, key), "remove it")
        # The name counts only where there is no server.
        place = (text(row, "server") or text(row, "name"), text(row, "namespace"))
        if place in seen:
            yield Fault("the destination is listed twice", ("destinations", n), "remove one of the two")
        seen.add(place)


def _service_accounts(spec: Mapping[str, Any]) -> Iterator[Fault]:
    seen: set[tuple[str, str]] = set()
    for n, row in entries(spec, "destinationServiceAccounts"):
        path: Path = ("destinationServiceAccounts", n)
        for key in ("server", "namespace"):
            if "!" in text(row, key):
                yield Fault(f"{key} must not deny", (*path, key), "name what the account is for")
        account = text(row, "defaultServiceAccount")
        if not account or any(char in account for char in "!*[]{}\\/"):
            fix = "write one name, without wildcards"
            yield Fault("defaultServiceAccount must be the name of one account", (*path, "defaultServiceAccount"), fix)
        place = (text(row, "server"), text(row, "namespace"))
        if place in seen:
            yield Fault("the destination has two default service accounts", path, "remove one of the two")
        seen.add(place)


def _role(project: str, role: Mapping[str, Any], path: Path) -> Iterator[Fault]:
    name = text(role, "name")
    if not _ROLE.match(name):
        fix = "use letters, digits, hyphens and underscores"
        yield Fault(f"`{name}` is no name for a role", (*path, "name"), fix)
    policies = [(n, row) for n, row in enumerate(rows(role, "policies")) if isinstance(row, str)]
    yield from _repeated("policy", iter(policies), (*path, "policies"))
    for n, policy in policies:
        told = _policy(project, name, policy)
        if told:
            fix = f"write `p, proj:{project}:{name}, applications, sync, {project}/*, allow`"
            yield Fault(f"policy `{policy}`: {told}", (*path, "policies", n), fix)
    groups = [(n, row) for n, row in enumerate(rows(role, "groups")) if isinstance(row, str)]
    yield from _repeated("group", iter(groups), (*path, "groups"))
    for n, group in groups:
        if not group.strip() or group != group.strip() or any(char in group for char in ",\n\r\t"):
            yield Fault(f"`{group}` is no name of a group", (*path, "groups", n), "write it without blanks and commas")


def _policy(project: str, role: str, policy: str) -> str:
    """What is wrong with a policy line, "" when nothing is."""
    parts = [part.strip() for part in policy.split(",")]
    if len(parts) != 6 or parts[0] != "p":
        return "it must have the form `p, subject, resource, action, object, effect`"
    _, subject, resource, action, target, effect = parts
    if subject != f"proj:{project}:{role}":
        return f"its subject must be `proj:{project}:{role}`"
    if resource not in _RESOURCES:
        return f"`{resource}` is no resource of Argo CD"
    if action.partition("/")[0] not in _ACTIONS:
        return f"`{action}` is no action of Argo CD"
    if not re.fullmatch(rf"{re.escape(project)}(/[*\w.-]+){{1,2}}", target):
        return f"its object must begin with `{project}/`"
    return "" if effect in ("allow", "deny") else "its effect must be allow or deny"
