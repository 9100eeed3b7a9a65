"""Which routes are reached."""

from __future__ import annotations

from typing import Any

import pytest

from generator.facts.route_matches import CATCH_ALL, COVERED, SAME, Match, covered_by, dead, routes, shadows
from tests.rule_examples import cluster

HEAD = """
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: api, namespace: shop}
spec:
  hosts: [api]
"""
TO = "route: [{destination: {host: api}}]"


def match(body: dict[str, Any]) -> Match:
    return Match(cluster(HEAD + f"  http: [{{{TO}}}]").manifests[0], (), body, frozenset({"mesh"}))


@pytest.mark.parametrize(
    ("later", "earlier", "expected"),
    [
        ({"uri": {"prefix": "/a"}}, {}, True),
        ({}, {"uri": {"prefix": "/"}}, True),
        ({}, {"uri": {"prefix": "/a"}}, False),
        ({"uri": {"prefix": "/API"}}, {"uri": {"prefix": "/api"}, "ignoreUriCase": True}, True),
        ({"uri": {"prefix": "/api"}, "ignoreUriCase": True}, {"uri": {"prefix": "/api"}}, False),
        ({"uri": {"prefix": "/1/x"}, "ignoreUriCase": True}, {"uri": {"prefix": "/1"}}, True),
        ({"headers": {"X-A": {"exact": "1"}}}, {"headers": {"x-a": {}}}, True),
        ({}, {"headers": {"x-a": {}}}, False),
        ({"withoutHeaders": {"x-a": {}}}, {"withoutHeaders": {"x-a": {"exact": "1"}}}, True),
        ({"withoutHeaders": {"x-a": {"exact": "1"}}}, {"withoutHeaders": {"x-a": {}}}, False),
        ({"withoutHeaders": {"x-a": {}}}, {}, True),
        ({"queryParams": {"q": {"exact": "1"}}}, {"queryParams": {"Q": {"exact": "1"}}}, False),
        ({"port": 80}, {}, True),
        ({"port": 80}, {"port": 81}, False),
        ({}, {"port": 80}, False),
        ({"sourceLabels": {"a": "1", "b": "2"}}, {"sourceLabels": {"a": "1"}}, True),
        ({"sourceLabels": {"a": "1"}}, {"sourceLabels": {"a": "1", "b": "2"}}, False),
        ({"sourceNamespace": "x"}, {"sourceNamespace": "y"}, False),
        ({"method": {"exact": "GET"}}, {"method": {"regex": "GET|POST"}}, True),
        ({"method": {"exact": "GET"}}, {}, True),
        ({}, {"method": {"exact": "GET"}}, False),
    ],
)
def test_a_match_is_covered_when_every_condition_is(later: Any, earlier: Any, expected: bool) -> None:
    assert covered_by(match(later), match(earlier)) is expected


def told(text: str) -> list[tuple[str, tuple[str | int, ...], bool]]:
    seen = cluster(text)
    return [(lost.why, lost.path, lost.whole) for lost in dead(seen, seen.manifests[0])]


def test_a_route_is_dead_when_each_of_its_matches_is() -> None:
    assert told(f"""{HEAD}
  http:
    - {{match: [{{uri: {{prefix: /a}}}}, {{uri: {{prefix: /b}}}}], {TO}}}
    - {{match: [{{uri: {{exact: /a/x}}}}, {{uri: {{exact: /b}}}}], {TO}}}
    - {{match: [{{uri: {{prefix: /c}}}}, {{uri: {{prefix: /a/y}}}}], {TO}}}
""") == [(COVERED, ("spec", "http", 1), True), (COVERED, ("spec", "http", 2, "match", 1), False)]


def test_a_match_may_lose_each_gateway_to_another_route() -> None:
    text = f"""{HEAD}
  gateways: [edge/public, mesh]
  http:
    - {{match: [{{gateways: [edge/public], uri: {{prefix: /a}}}}], {TO}}}
    - {{match: [{{gateways: [mesh]}}], {TO}}}
    - {{match: [{{uri: {{prefix: /a/b}}}}], {TO}}}
    - {{match: [{{uri: {{prefix: /c}}}}], {TO}}}
"""
    assert told(text) == [(COVERED, ("spec", "http", 2), True)]


def test_why_a_route_is_dead_is_told_apart() -> None:
    assert told(f"""{HEAD}
  http:
    - {{match: [{{uri: {{prefix: /a}}}}], {TO}}}
    - {{match: [{{name: again, uri: {{prefix: /a}}}}], {TO}}}
    - {{{TO}}}
    - {{match: [{{uri: {{prefix: /z}}}}], {TO}}}
""") == [(SAME, ("spec", "http", 1), True), (CATCH_ALL, ("spec", "http", 3), True)]


def test_a_narrower_neighbour_in_one_route_does_no_harm_but_a_double_is_told() -> None:
    assert told(f"""{HEAD}
  http:
    - {{match: [{{uri: {{prefix: /a}}}}, {{uri: {{prefix: /a/b}}}}, {{uri: {{prefix: /a}}}}], {TO}}}
""") == [(SAME, ("spec", "http", 0, "match", 2), False)]


DELEGATES = f"""{HEAD}
  http:
    - {{match: [{{uri: {{prefix: /a}}}}], delegate: {{name: inner, namespace: team}}}}
    - {{match: [{{uri: {{prefix: /a/x}}}}], {TO}}}
    - {{match: [{{uri: {{prefix: /b}}}}], {TO}}}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {{name: inner, namespace: team}}
spec:
  http:
    - {{match: [{{uri: {{prefix: /a/x}}}}, {{uri: {{prefix: /b}}}}], {TO}}}
    - {{match: [{{uri: {{prefix: /a/x/y}}}}], {TO}}}
"""


def test_routes_of_a_delegate_stand_in_the_place_of_its_root_route() -> None:
    seen = cluster(DELEGATES)
    root, inner = seen.manifests
    found = [(r.manifest.id.name, r.path, [m.body["uri"] for m in r.matches]) for r in routes(seen, root)]
    assert found == [
        ("inner", ("spec", "http", 0), [{"prefix": "/a/x"}]),
        ("inner", ("spec", "http", 1), [{"prefix": "/a/x/y"}]),
        ("api", ("spec", "http", 1), [{"prefix": "/a/x"}]),
        ("api", ("spec", "http", 2), [{"prefix": "/b"}]),
    ]
    assert [(lost.manifest.id.name, lost.path) for lost in dead(seen, root)] == [("api", ("spec", "http", 1))]
    assert [(lost.manifest.id.name, lost.path) for lost in dead(seen, inner)] == [("inner", ("spec", "http", 1))]
    assert len(shadows(seen, root)) == 2
