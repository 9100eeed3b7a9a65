"""Routes do to a request what the values say: a small proxy here reads VirtualService routes as Istio does."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from generator.mesh.paths import Entrance
from generator.mesh.routes import http_routes, main_subset
from generator.model import OMIT, App, Origin, Scene, Target

PUBLIC, MESH = "edge/public", "mesh"


def service(**traffic: Any) -> App:
    values = {"ports": {"http": 8080}, "traffic": traffic, "health": {"liveness": "/health"}}
    return App("web", "shop", Target("production", "https://cluster.test", "shop"), values, Origin("values.yaml", 1, 1))


def routes(entrances: Sequence[Entrance], **traffic: Any) -> list[dict[str, Any]]:
    return http_routes(service(**traffic), Scene("production", {}), entrances)


def matches(condition: Mapping[str, str], text: str | None) -> bool:
    if text is None:
        return False
    if "exact" in condition:
        return text == condition["exact"]
    if "prefix" in condition:
        return text.startswith(condition["prefix"])
    return "regex" not in condition or re.fullmatch(condition["regex"], text) is not None


def ask(
    table: list[dict[str, Any]], path: str, gateway: str = PUBLIC, method: str = "GET", **headers: str
) -> tuple[str, str] | None:
    """The route a request takes and the path the service sees; None for 404."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    for route in table:
        for match in [{}] if route["match"] is OMIT else route["match"]:
            uri = match.get("uri", {})
            if gateway not in match.get("gateways", [gateway]) or not matches(uri, path):
                continue
            if not matches(match.get("method", {}), method):
                continue
            if not all(matches(wanted, sent.get(name)) for name, wanted in match.get("headers", {}).items()):
                continue
            if route["rewrite"] is OMIT:
                return route["name"], path
            replaced = uri.get("prefix", uri.get("exact", "/"))
            return route["name"], route["rewrite"]["uri"] + path[len(replaced) :]
    return None


def test_a_path_means_itself_and_what_lies_below_but_not_its_siblings() -> None:
    table = routes([Entrance(PUBLIC, (("/api", "/api"),))])
    assert ask(table, "/api") == ("default", "/api")
    assert ask(table, "/api/orders") == ("default", "/api/orders")
    assert ask(table, "/apiary") is None
    assert ask(table, "/") is None


@pytest.mark.parametrize(
    ("rewrite", "sent", "seen"),
    [
        ("/", "/shop", "/"),
        ("/", "/shop/", "/"),
        ("/", "/shop/cart", "/cart"),
        ("/v2", "/shop", "/v2"),
        ("/v2", "/shop/cart", "/v2/cart"),
        ("/v2/", "/shop/cart", "/v2/cart"),
        ("/shop", "/shop/cart", "/shop/cart"),
    ],
)
def test_a_rewrite_joins_with_one_slash(rewrite: str, sent: str, seen: str) -> None:
    found = ask(routes([Entrance(PUBLIC, (("/shop", rewrite),))]), sent)
    assert found is not None and found[1] == seen


def test_random_paths_and_rewrites_are_seen_by_the_service_as_promised() -> None:
    random.seed(20)
    words = ["a", "ab", "b"]

    def some(most: int) -> str:
        return "/" + "/".join(random.choice(words) for _ in range(random.randint(0, most)))

    for _ in range(400):
        outer, inner, path = some(2), some(2), some(4)
        found = ask(routes([Entrance(PUBLIC, ((outer, inner),))]), path)
        base = outer.rstrip("/")
        if path == base or path.startswith(f"{base}/"):
            assert found is not None
            assert found[1] == (inner.rstrip("/") + path[len(base) :] or "/"), (outer, inner, path)
        else:
            assert found is None, (outer, inner, path)


def test_gateways_see_their_own_paths() -> None:
    table = routes([Entrance(PUBLIC, (("/shop", "/shop"),)), Entrance(MESH)])
    assert ask(table, "/internal", PUBLIC) is None
    assert ask(table, "/internal", MESH) == ("default", "/internal")
    assert ask(table, "/shop", PUBLIC) == ("default", "/shop")


def test_gateways_that_let_in_the_same_are_not_told_apart() -> None:
    [route] = routes([Entrance(PUBLIC), Entrance(MESH)])
    assert route["match"] is OMIT


def test_rules_speak_of_the_paths_the_service_sees() -> None:
    rules = [{"name": "slow", "paths": ["/reports"], "timeout": "60s"}]
    table = routes([Entrance(PUBLIC, (("/shop", "/"),)), Entrance(MESH)], rules=rules)
    assert ask(table, "/shop/reports/1", PUBLIC) == ("slow-2", "/reports/1")
    assert ask(table, "/shop/reports", PUBLIC) == ("slow", "/reports")
    assert ask(table, "/reports/1", MESH) is not None
    assert ask(table, "/reports/1", PUBLIC) is None


def test_a_rule_wider_than_the_public_paths_lets_in_no_more_than_they_do() -> None:
    rules = [{"name": "api", "paths": ["/api"], "timeout": "5s"}]
    table = routes([Entrance(PUBLIC, (("/api/v1", "/api/v1"),))], rules=rules)
    assert ask(table, "/api/v1/x") == ("api", "/api/v1/x")
    assert ask(table, "/api/v2") is None


TRAFFIC: dict[str, Any] = {
    "timeout": "30s",
    "retries": {"attempts": 3, "perTry": "5s", "retryOn": ["5xx", "reset"]},
    "websocket": True,
    "health": {"timeout": "5s"},
    "subsets": {"stable": {}, "canary": {"replicas": 1}},
    "split": {"stable": 90, "canary": 10},
    "pin": {"canary": [{"header": "X-Canary", "exact": "true"}, {"header": "x-tester"}]},
    "rules": [
        {"name": "write", "paths": ["/orders"], "methods": ["POST", "PUT"], "retries": {"attempts": 1}},
        {"name": "home", "exact": ["/"], "redirect": {"path": "/shop"}},
    ],
}


def test_websockets_health_and_rules_come_before_the_rest_and_pins_first_in_each() -> None:
    table = routes([Entrance(MESH)], **TRAFFIC)
    assert [route["name"] for route in table] == [
        "websocket-canary", "websocket", "health", "write-canary", "write", "home", "default-canary", "default",
    ]  # fmt: skip
    assert ask(table, "/orders", MESH) == ("default", "/orders")
    assert ask(table, "/orders/1", MESH, "PUT") == ("write", "/orders/1")
    assert ask(table, "/orders", MESH, "POST", x_canary="true") == ("write-canary", "/orders")
    assert ask(table, "/x", MESH, x_tester="anything") == ("default-canary", "/x")
    assert ask(table, "/x", MESH, x_canary="false") == ("default", "/x")
    assert ask(table, "/live", MESH, upgrade="websocket") == ("websocket", "/live")
    assert ask(table, "/health", MESH) == ("health", "/health")
    assert ask(table, "/", MESH, x_canary="true") == ("home", "/")


def test_each_kind_of_request_has_its_own_timeout_and_retries() -> None:
    table = {route["name"]: route for route in routes([Entrance(MESH)], **TRAFFIC)}
    assert {name: route["timeout"] for name, route in table.items() if route["timeout"] is not OMIT} == {
        "health": "5s", "write-canary": "30s", "write": "30s", "default-canary": "30s", "default": "30s",
    }  # fmt: skip
    assert table["default"]["retries"] == {"attempts": 3, "perTryTimeout": "5s", "retryOn": "5xx,reset"}
    assert table["write"]["retries"] == {"attempts": 1, "perTryTimeout": "5s", "retryOn": "5xx,reset"}
    assert table["websocket"]["retries"] == {"attempts": 3, "perTryTimeout": OMIT, "retryOn": "5xx,reset"}
    assert table["health"]["retries"] == {"attempts": 0}


def test_every_route_can_be_reached() -> None:
    table = routes([Entrance(PUBLIC, (("/orders", "/orders"),)), Entrance(MESH)], **TRAFFIC)
    for route in table:
        reached = set()
        for match in route["match"]:
            uri = match.get("uri", {})
            headers = {name: want.get("exact", "any") for name, want in match.get("headers", {}).items()}
            method = match.get("method", {}).get("regex", "GET").split("|")[0]
            path = uri.get("exact") or uri.get("prefix", "/elsewhere/") + "x"
            found = ask(table, path, match.get("gateways", [MESH])[0], method, **headers)
            reached.add(found and found[0])
        assert reached == {route["name"]}


@pytest.mark.parametrize(
    ("split", "expected"),
    [
        ({"stable": 90, "canary": 10}, [("stable", 90), ("canary", 10)]),
        ({"stable": 100, "canary": 0}, [("stable", OMIT)]),
        ({"canary": 100}, [("canary", OMIT)]),
    ],
)
def test_a_split_names_the_subsets_that_get_something(split: dict[str, int], expected: list[Any]) -> None:
    [route] = routes([Entrance(MESH)], subsets={"stable": {}, "canary": {"replicas": 1}}, split=split)
    assert [(to["subset"], to["weight"]) for to in route["to"]] == expected


def test_the_main_subset_is_the_first_without_pods_or_labels_of_its_own() -> None:
    assert main_subset({"subsets": {"canary": {"replicas": 0}, "b": {"labels": {"a": "b"}}, "stable": {}}}) == "stable"
    assert main_subset({"subsets": {"canary": {"replicas": 1}}}) is None
    assert main_subset({}) is None
