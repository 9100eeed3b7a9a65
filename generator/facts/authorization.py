"""Istio's security policies: what they apply to, whom their rules admit, which ports and protocols they meet.

Source: https://istio.io/latest/docs/reference/config/security/authorization-policy/ and istio
pkg/config/validation/validation.go (ValidateAuthorizationPolicy). Ports in policies are those of the pods.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from generator.facts.cluster import Cluster, PodTemplate, get, mapping, rows
from generator.facts.fields import entries, text
from generator.facts.istio_hosts import root_namespace
from generator.facts.istio_protocol import HTTP, SNIFFED, protocol_of
from generator.facts.selector import matches_labels
from generator.facts.services import declared_ports, pod_port, service_ports, services_of
from generator.model import Manifest, Path

IDENTITY = ("principals", "namespaces", "serviceAccounts")
"""Fields of a source that need mutual TLS: without it nobody has an identity."""

_HTTP_OPERATION = ("hosts", "notHosts", "methods", "notMethods", "paths", "notPaths")
_HTTP_SOURCE = ("requestPrincipals", "notRequestPrincipals")


@dataclass(frozen=True)
class Rule:
    """One rule of an AuthorizationPolicy, and where it stands."""

    policy: Manifest
    position: int
    body: Mapping[str, Any]

    @property
    def path(self) -> Path:
        return ("spec", "rules", self.position)

    def sources(self) -> Iterator[tuple[Path, Mapping[str, Any]]]:
        for n, row in entries(self.body, "from"):
            yield (*self.path, "from", n, "source"), mapping(row, "source")

    def operations(self) -> Iterator[tuple[Path, Mapping[str, Any]]]:
        for n, row in entries(self.body, "to"):
            yield (*self.path, "to", n, "operation"), mapping(row, "operation")

    def conditions(self) -> Iterator[tuple[Path, Mapping[str, Any]]]:
        for n, row in entries(self.body, "when"):
            yield (*self.path, "when", n), row


_IDENTITY_KEYS = ("source.principal", "source.namespace", "source.serviceAccount")


def identities(rule: Rule) -> list[Path]:
    """Where a rule asks who the caller is, which only mutual TLS can tell."""
    found: list[Path] = [(*path, key) for path, source in rule.sources() for key in IDENTITY if rows(source, key)]
    for path, condition in rule.conditions():
        if condition.get("key") in _IDENTITY_KEYS and rows(condition, "values"):
            found.append((*path, "values"))
    return found


def ports_of(rule: Rule) -> set[int]:
    """The ports a rule is for, named by every operation or by a condition; empty means all."""
    operations = [numbers(operation) for _, operation in rule.operations()]
    named = {port for listed in operations for port in listed} if all(operations) else set()
    for _, condition in rule.conditions():
        if condition.get("key") == "destination.port":
            asked = set(numbers({"ports": rows(condition, "values")}))
            named = named & asked or asked
    return named


def rules_of(policy: Manifest) -> Iterator[Rule]:
    """The readable rules of a policy."""
    for n, row in entries(policy.body, "spec", "rules"):
        yield Rule(policy, n, row)


def action(policy: Manifest) -> str:
    """What a policy does with the requests its rules match."""
    return text(policy.body, "spec", "action") or "ALLOW"


def target_refs(policy: Manifest) -> list[tuple[Path, Mapping[str, Any]]]:
    """What a policy is attached to instead of selecting pods."""
    found: list[tuple[Path, Mapping[str, Any]]] = [
        (("spec", "targetRefs", n), row) for n, row in entries(policy.body, "spec", "targetRefs")
    ]
    one = get(policy.body, "spec", "targetRef")
    return [*found, (("spec", "targetRef"), one)] if isinstance(one, Mapping) else found


def selector(policy: Manifest) -> Mapping[str, Any]:
    """The labels a policy selects pods by; empty means all."""
    return mapping(policy.body, "spec", "selector", "matchLabels")


@lru_cache(maxsize=8)
def _by_namespace(cluster: Cluster, kind: str) -> Mapping[str, tuple[Manifest, ...]]:
    found: dict[str, list[Manifest]] = {}
    for policy in cluster.all(kind):
        found.setdefault(policy.id.namespace, []).append(policy)
    return {name: tuple(items) for name, items in found.items()}


def applying(cluster: Cluster, kind: str, template: PodTemplate) -> tuple[Manifest, ...]:
    """The policies of a kind that are in force on a pod: of its namespace and of the root namespace."""
    return _applying(cluster, kind).get(id(template.manifest), ())


@lru_cache(maxsize=8)
def _applying(cluster: Cluster, kind: str) -> Mapping[int, tuple[Manifest, ...]]:
    """The policies of a kind in force on each pod template, by `id` of the object that holds it."""
    known = {name: _Policies(items) for name, items in _by_namespace(cluster, kind).items()}
    root = root_namespace(cluster)
    found: dict[int, tuple[Manifest, ...]] = {}
    for template in cluster.templates:
        spaces = dict.fromkeys((template.namespace, root))
        found[id(template.manifest)] = tuple(p for s in spaces if s in known for p in known[s].on(template))
    return found


class _Policies:
    """The policies of a namespace, each found by one of the labels it selects pods by."""

    def __init__(self, policies: tuple[Manifest, ...]) -> None:
        self.policies = policies
        self.places: dict[tuple[str, str] | None, list[int]] = {}
        for n, policy in enumerate(policies):
            if not target_refs(policy):
                first = min(((str(key), str(value)) for key, value in selector(policy).items()), default=None)
                self.places.setdefault(first, []).append(n)

    def on(self, template: PodTemplate) -> list[Manifest]:
        """Those in force on a pod, in their order."""
        keys = [None, *((str(key), str(value)) for key, value in template.labels.items())]
        near = sorted(n for key in keys for n in self.places.get(key, ()))
        return [self.policies[n] for n in near if _selects(self.policies[n], template)]


def _selects(policy: Manifest, template: PodTemplate) -> bool:
    wanted = selector(policy)
    return not wanted or matches_labels(wanted, template.labels)


def selected(cluster: Cluster, policy: Manifest) -> tuple[PodTemplate, ...]:
    """The pods a policy is about: of its namespace, of all from the root namespace; none for attached ones."""
    if target_refs(policy):
        return ()
    if policy.id.namespace == root_namespace(cluster):
        return tuple(template for template in cluster.templates if _selects(policy, template))
    return cluster.selected(policy.id.namespace, {"matchLabels": selector(policy)})


@lru_cache(maxsize=4096)
def _fits(pattern: str, value: str) -> bool:
    if pattern == "*":
        return bool(value)
    if pattern.startswith("*"):
        return value.endswith(pattern[1:])
    return value.startswith(pattern[:-1]) if pattern.endswith("*") else pattern == value


def fits(patterns: list[Any], value: str) -> bool:
    """Whether a value is one of the texts, each exact, a beginning (`a*`) or an end (`*a`)."""
    return any(isinstance(pattern, str) and _fits(pattern, value) for pattern in patterns)


def pod_ports(cluster: Cluster, template: PodTemplate) -> frozenset[int]:
    """The ports a pod is known to listen on: those it declares and those its Services lead to."""
    return _pod_ports(cluster).get(id(template.manifest), frozenset())


@lru_cache(maxsize=8)
def _pod_ports(cluster: Cluster) -> Mapping[int, frozenset[int]]:
    found = {}
    for template in cluster.templates:
        declared = {port.number for port in declared_ports(cluster, template)}
        found[id(template.manifest)] = frozenset(declared | _spoken(cluster)[id(template.manifest)].keys())
    return found


@lru_cache(maxsize=8)
def _spoken(cluster: Cluster) -> Mapping[int, Mapping[int, frozenset[str]]]:
    """The protocols that Services speak to each port of a pod, by `id` of the object that holds its template."""
    found: dict[int, dict[int, set[str]]] = {}
    for template in cluster.templates:
        spoken = found.setdefault(id(template.manifest), {})
        for service in services_of(cluster, template):
            for each in service_ports(cluster, service):
                number = pod_port(template, each, cluster)
                if number is not None:
                    spoken.setdefault(number, set()).add(protocol_of(each))
    return {holder: {port: frozenset(names) for port, names in spoken.items()} for holder, spoken in found.items()}


def mistaken_port(cluster: Cluster, templates: tuple[PodTemplate, ...], port: int) -> tuple[Manifest, int] | None:
    """The Service whose own port was written instead of the pods', and the pods' port."""
    if not templates or any(port in pod_ports(cluster, template) for template in templates):
        return None
    for template in templates:
        for service in services_of(cluster, template):
            for each in service_ports(cluster, service):
                behind = pod_port(template, each, cluster)
                if each.port == port and behind is not None and behind != port:
                    return service, behind
    return None


def tcp_only(cluster: Cluster, template: PodTemplate, port: int) -> bool:
    """Whether every Service that leads to a pod's port surely speaks no HTTP there."""
    found = _spoken(cluster).get(id(template.manifest), {}).get(port, frozenset())
    return bool(found) and all(name not in HTTP and name != SNIFFED for name in found)


def http_fields(rule: Rule) -> Iterator[tuple[Path, str]]:
    """The attributes of a rule that only HTTP requests have."""
    for path, source in rule.sources():
        yield from (((*path, key), key) for key in _HTTP_SOURCE if rows(source, key))
    for path, operation in rule.operations():
        yield from (((*path, key), key) for key in _HTTP_OPERATION if rows(operation, key))
    for path, condition in rule.conditions():
        key = text(condition, "key")
        if key.startswith("request."):
            yield (*path, "key"), key


def token_fields(rule: Rule) -> Iterator[tuple[Path, str]]:
    """The attributes of a rule that only requests with a validated token have."""
    for path, name in http_fields(rule):
        if name in _HTTP_SOURCE or name.startswith("request.auth."):
            yield path, name


def numbers(operation: Mapping[str, Any]) -> list[int]:
    """The ports an operation names."""
    return [int(p) for p in rows(operation, "ports") if isinstance(p, str) and p.isascii() and p.isdigit()]


def uses_tokens(policy: Manifest) -> bool:
    """Whether any rule of an AuthorizationPolicy asks for a validated token."""
    return any(True for rule in rules_of(policy) for _ in token_fields(rule))
