"""HTTP routes of one service as VirtualServices carry them, shared by a service's own and by a domain's.

Requests are told apart in this order: websocket upgrades, health paths, the rules as written, everything else. In
each of these (but health and redirects) requests pinned to a subset come first: a pin decides the subset, the rule
decides everything besides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.mesh import actions as act
from generator.mesh import error, find_port, fqdn, health_paths, unknown
from generator.mesh.paths import Entrance, Uri, below, exact_uris, prefix_uris
from generator.model import OMIT, App, Scene

NO_TIMEOUT = "none"
_OWN_PODS = ("image", "replicas", "env", "resources", "labels")
_UPGRADE: Mapping[str, str] = {"header": "upgrade", "exact": "websocket"}
_CONDITIONS = ("name", "paths", "exact", "regex", "headers", "methods", "websocket")
_NOT_WHEN_REDIRECTED = ("fault", "mirror", "request", "response", "retries", "rewrite", "split", "subset", "timeout")


@dataclass(frozen=True, slots=True)
class _Case:
    """Which requests (in the service's own paths), and what is different for them."""

    name: str
    key: str
    policy: Mapping[str, Any]
    prefixes: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    regex: tuple[str, ...] = ()
    headers: tuple[Mapping[str, str], ...] = ()
    methods: tuple[str, ...] = ()
    optional: bool = False
    pinned: bool = True

    def owner(self, word: str) -> str:
        """The key whose policy counts: this case's own where it has one, else that of all requests."""
        return self.key if word in self.policy else "traffic"


def main_subset(traffic: Mapping[str, Any]) -> str | None:
    """The subset of the main workload: the first that has no pods or labels of its own."""
    for name, subset in (traffic.get("subsets") or {}).items():
        if not any((subset or {}).get(key) is not None for key in _OWN_PODS):
            return str(name)
    return None


def http_routes(
    service: App, scene: Scene, entrances: Sequence[Entrance], port: str | int | None = None, *, partial: bool = False
) -> list[dict[str, Any]]:
    """The routes of a service for requests that come in by `entrances`, the first match first.

    Each has name, match, redirect, to (destinations), rewrite, timeout, retries, fault, mirror, mirrorPercentage, cors
    and headers; what is not wanted is OMIT. `partial` leaves out rules whose paths no entrance lets in; otherwise they
    raise UserError, as values do that contradict each other.
    """
    return list(_Maker(service, scene, entrances, port, partial).routes())


class _Maker:
    """Everything the routes of one service share."""

    def __init__(
        self, service: App, scene: Scene, entrances: Sequence[Entrance], port: str | int | None, partial: bool
    ) -> None:
        self.partial = partial
        self.service = service
        self.scene = scene
        self.traffic: Mapping[str, Any] = service.values.get("traffic") or {}
        # A match names its gateway only where the gateways let different paths in.
        self.scoped = len(entrances) > 1 and any(entrance.paths for entrance in entrances)
        self.entrances = tuple(entrances) if self.scoped else tuple(entrances[:1])
        wanted = port if port is not None else self.traffic.get("port")
        self.port = find_port(service, wanted, service, "traffic.port").number

    def routes(self) -> Iterator[dict[str, Any]]:
        for case in self._cases():
            groups = self._groups(case)
            if not (groups or case.optional or self.partial):
                message = "has no path below traffic.paths, so it is never reached"
                fix = "extend traffic.paths, or set traffic.mesh: true"
                raise error(self.service, case.key, message, "values-rule-unreachable", fix)
            for subset, pins in self._pins(case):
                for number, (rewrite, uris) in enumerate(groups.items(), 1):
                    name = "-".join(x for x in (case.name, subset, str(number) if number > 1 else "") if x)
                    matches = [_match(uri, case, pin) for uri in uris for pin in pins]
                    yield self._route(name, case, matches, rewrite, subset)

    def _cases(self) -> Iterator[_Case]:
        traffic = self.traffic
        if traffic.get("websocket") and traffic.get("timeout", NO_TIMEOUT) != NO_TIMEOUT:
            unlimited = {"timeout": NO_TIMEOUT}
            yield _Case("websocket", "traffic.websocket", unlimited, headers=(_UPGRADE,), optional=True)
        health: Mapping[str, Any] = traffic.get("health") or {}
        exact = tuple(health.get("paths") or health_paths(self.service)) if health else ()
        if exact:
            # A probe wants the first answer, and an answer that nobody bent.
            plain = {"timeout": health["timeout"], "retries": {"attempts": 0}, "fault": None, "mirror": None}
            yield _Case("health", "traffic.health", plain, exact=exact, optional=True, pinned=False)
        for rule in traffic.get("rules") or ():
            yield self._rule(rule)
        yield _Case("default", "traffic", {})

    def _rule(self, rule: Mapping[str, Any]) -> _Case:
        key = f"traffic.rules.{rule['name']}"
        policy = {name: value for name, value in rule.items() if name not in _CONDITIONS}
        headers = tuple(rule.get("headers") or ())
        if rule.get("websocket"):
            headers = (*headers, _UPGRADE)
            policy.setdefault("timeout", NO_TIMEOUT)
        prefixes, exact, regex, methods = (tuple(rule.get(w) or ()) for w in ("paths", "exact", "regex", "methods"))
        if not (prefixes or exact or regex or headers or methods):
            message = "has no condition, so nothing after it is ever reached"
            fix = "name paths, exact, regex, methods, headers or websocket"
            raise error(self.service, key, message, "values-rule-without-condition", fix)
        if policy.get("split") and policy.get("subset"):
            raise error(self.service, key, "has both subset and split", "values-split-and-subset", "keep one of them")
        clash = [word for word in _NOT_WHEN_REDIRECTED if policy.get(word)] if policy.get("redirect") else []
        if clash:
            message = f"answers with a redirect, so {clash[0]} has no effect"
            raise error(self.service, key, message, "values-redirect-conflict", f"remove {clash[0]} or redirect")
        if policy.get("retries") and self.traffic.get("retries"):
            policy["retries"] = {**self.traffic["retries"], **policy["retries"]}
        pinned = not policy.get("redirect")
        return _Case(rule["name"], key, policy, prefixes, exact, regex, headers, methods, pinned=pinned)

    def _pins(self, case: _Case) -> Iterator[tuple[str | None, Sequence[Mapping[str, str]]]]:
        """Each pinned subset with its header matches, then everybody else."""
        for subset, pins in (self.traffic.get("pin") or {}).items():
            self._known(subset, f"traffic.pin.{subset}")
            if case.pinned:
                yield subset, pins
        yield None, ({},)

    def _groups(self, case: _Case) -> dict[str | None, list[Uri]]:
        """The ways a case's paths are matched, those with one rewrite together."""
        groups: dict[str | None, list[Uri]] = {}
        for entrance in self.entrances:
            for uri in self._uris(case, entrance, entrance.gateway if self.scoped else ""):
                listed = groups.setdefault(uri.rewrite, [])
                if uri not in listed:
                    listed.append(uri)
        return groups

    def _uris(self, case: _Case, entrance: Entrance, gateway: str) -> Iterator[Uri]:
        rewrite = case.policy.get("rewrite")
        if case.policy.get("redirect"):
            entrance = Entrance(entrance.gateway)  # A redirect answers the client, so it speaks of the client's paths.
        if not (case.prefixes or case.exact or case.regex):
            for outer, inner in entrance.pairs:
                yield from below(gateway, outer, rewrite or inner)
        yield from exact_uris(entrance, gateway, case.exact, rewrite)
        yield from prefix_uris(entrance, gateway, case.prefixes, rewrite)
        for regex in case.regex:
            if rewrite or any(outer != inner for outer, inner in entrance.pairs):
                fix = "match by paths or exact instead"
                message = "cannot be combined with a rewrite"
                raise error(self.service, f"{case.key}.regex", message, "values-regex-rewrite", fix)
            yield Uri(gateway, {"regex": regex})

    def _route(
        self, name: str, case: _Case, matches: list[dict[str, Any]], rewrite: str | None, subset: str | None
    ) -> dict[str, Any]:
        service, scene = self.service, self.scene
        policy = {**self.traffic, **case.policy}
        redirect = case.policy.get("redirect")
        nothing = dict.fromkeys(
            ("rewrite", "timeout", "retries", "fault", "mirror", "mirrorPercentage", "headers"), OMIT
        )
        route = {"name": name, "match": OMIT if matches == [{}] else matches, "redirect": OMIT, "to": [], **nothing}
        route["cors"] = act.cors_policy(policy.get("cors"), service, scene, case.owner("cors"))
        if redirect:
            return {**route, "redirect": act.redirection(redirect, scene)}
        to = self._destinations(case, subset)
        timeout, mirror = policy.get("timeout", NO_TIMEOUT), policy.get("mirror")
        copy = act.mirrored(mirror, to, subset is not None, service, scene, case.owner("mirror"))
        return {
            **route,
            "to": to,
            "rewrite": OMIT if rewrite is None else {"uri": rewrite},
            "timeout": OMIT if timeout == NO_TIMEOUT else timeout,
            "retries": act.retry_policy(policy.get("retries"), _UPGRADE in case.headers),
            "fault": act.fault_injection(policy.get("fault"), service, scene, case.owner("fault")),
            "mirror": copy,
            "mirrorPercentage": OMIT if copy is OMIT else {"value": (mirror or {}).get("percent", 100)},
            "headers": act.header_changes(self.traffic.get("headers"), case.policy),
        }

    def _destinations(self, case: _Case, pinned: str | None) -> list[dict[str, Any]]:
        only = pinned or case.policy.get("subset")
        if only:
            self._known(only, f"{case.key}.subset")
            return [self._destination(only)]
        own = case.policy.get("split")
        split, key = (own, f"{case.key}.split") if own else (self.traffic.get("split"), "traffic.split")
        if not split:
            # Where pins keep requests for a subset, nobody else should meet its pods.
            return [self._destination(main_subset(self.traffic) if self.traffic.get("pin") else None)]
        for name in split:
            self._known(name, key)
        total = sum(split.values())
        if total != 100:
            fix = "make the weights add up to 100"
            raise error(self.service, key, f"weights add up to {total}, not 100", "values-split-sum", fix)
        used = [(name, weight) for name, weight in split.items() if weight]
        return [self._destination(name, weight if len(used) > 1 else None) for name, weight in used]

    def _destination(self, subset: str | None, weight: int | None = None) -> dict[str, Any]:
        return {
            "host": fqdn(self.service),
            "subset": subset or OMIT,
            "port": self.port,
            "weight": OMIT if weight is None else weight,
        }

    def _known(self, subset: str, key: str) -> None:
        subsets = self.traffic.get("subsets") or {}
        if subset not in subsets:
            raise unknown(self.service, key, "subset", subset, subsets)


def _match(uri: Uri, case: _Case, pin: Mapping[str, str]) -> dict[str, Any]:
    """One HTTPMatchRequest; header names in lower case, which is how the proxy sees them."""
    match: dict[str, Any] = {}
    if uri.match:
        match["uri"] = dict(uri.match)
    if len(case.methods) == 1:
        match["method"] = {"exact": case.methods[0]}
    elif case.methods:
        match["method"] = {"regex": "|".join(case.methods)}
    headers = {h["header"].lower(): _string_match(h) for h in (*case.headers, *((pin,) if pin else ()))}
    if headers:
        match["headers"] = headers
    if uri.gateway:
        match["gateways"] = [uri.gateway]
    return match


def _string_match(condition: Mapping[str, str]) -> dict[str, str]:
    """An empty mapping asks only that the header is there."""
    return {word: condition[word] for word in ("exact", "prefix", "regex") if word in condition}
