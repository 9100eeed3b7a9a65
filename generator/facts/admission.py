"""Whether the AuthorizationPolicies of a pod let a certain client in. Only what is certain counts as a refusal.

Source: https://istio.io/latest/docs/concepts/security/#implicit-enablement: with any ALLOW policy in force, what none
of them matches is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator.facts import kinds
from generator.facts.authorization import IDENTITY, Rule, action, applying, fits, numbers, rules_of
from generator.facts.cluster import Cluster, PodTemplate, mapping, rows
from generator.facts.fields import text
from generator.model import Manifest


@dataclass(frozen=True, slots=True)
class Client:
    """Who calls: its namespace, and its ServiceAccount where that is known.

    An `anonymous` one calls without mutual TLS: no policy knows who it is.
    """

    namespace: str
    account: str = ""
    trust_domain: str = "cluster.local"
    anonymous: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """What a client asks for, as far as it is known: the pod's port, the HTTP method and the path."""

    port: int | None = None
    method: str = ""
    path: str = ""


def refusing(cluster: Cluster, template: PodTemplate, client: Client, request: Request) -> tuple[Manifest, ...]:
    """The ALLOW policies that together refuse a request to a pod; none when any may admit it."""
    allowing = [p for p in applying(cluster, kinds.AUTHORIZATION_POLICY, template) if action(p) == "ALLOW"]
    if any(_admits(rule, client, request) for policy in allowing for rule in rules_of(policy)):
        return ()
    return tuple(allowing)


def _admits(rule: Rule, client: Client, request: Request) -> bool:
    sources = [source for _, source in rule.sources()]
    if sources and not any(_is_source(source, client) for source in sources):
        return False
    if not all(_holds(condition, client) for _, condition in rule.conditions()):
        return False
    operations = [operation for _, operation in rule.operations()]
    return not operations or any(_meets(operation, request) for operation in operations)


def _holds(condition: Mapping[str, Any], client: Client) -> bool:
    """Whether a condition may hold; only those on who calls are worked out."""
    key, wanted, excluded = condition.get("key"), rows(condition, "values"), rows(condition, "notValues")
    if key not in ("source.namespace", "source.principal", "source.serviceAccount"):
        return True
    if client.anonymous:
        return not wanted
    if key == "source.namespace":
        return (not wanted or fits(wanted, client.namespace)) and not fits(excluded, client.namespace)
    fitting = _is_principal if key == "source.principal" else _is_account
    return not wanted or any(fitting(str(each), client) for each in wanted)


def _meets(operation: Mapping[str, Any], request: Request) -> bool:
    named = numbers(operation)
    if request.port is not None and named and request.port not in named:
        return False
    asked = (("methods", "notMethods", request.method), ("paths", "notPaths", request.path))
    return all(not value or _fits_text(operation, key, excluded, value) for key, excluded, value in asked)


def _fits_text(operation: Mapping[str, Any], key: str, excluded: str, value: str) -> bool:
    wanted = rows(operation, key)
    # Templates such as /api/{*} are not worked out: they may fit.
    fitting = not wanted or fits(wanted, value) or any("{" in str(pattern) for pattern in wanted)
    return fitting and not fits(rows(operation, excluded), value)


def _is_source(source: Mapping[str, Any], client: Client) -> bool:
    if client.anonymous:
        return not any(rows(source, key) for key in IDENTITY)
    if fits(rows(source, "notNamespaces"), client.namespace):
        return False
    namespaces = rows(source, "namespaces")
    if namespaces and not fits(namespaces, client.namespace):
        return False
    principals = rows(source, "principals")
    if principals and not any(_is_principal(str(each), client) for each in principals):
        return False
    accounts = [str(each) for each in rows(source, "serviceAccounts")]
    return not accounts or any(_is_account(each, client) for each in accounts)


def _is_principal(pattern: str, client: Client) -> bool:
    start = f"{client.trust_domain}/ns/{client.namespace}/sa/"
    if client.account:
        return fits([pattern], start + client.account)
    # The account is not known: any of the namespace may be the one.
    return "*" in pattern or pattern.startswith(start)


def _is_account(written: str, client: Client) -> bool:
    namespace, _, name = written.rpartition("/")
    return (not namespace or namespace == client.namespace) and (not client.account or name == client.account)


def account_of(template: PodTemplate) -> str:
    """The ServiceAccount of a pod."""
    return text(template.spec, "serviceAccountName") or "default"


def trust_domain(cluster: Cluster) -> str:
    """The trust domain of the mesh."""
    return text(mapping(cluster.settings, "mesh"), "trustDomain") or "cluster.local"
