"""Hosts as Istio reads them."""

from __future__ import annotations

import pytest

from generator.facts.istio_hosts import (
    absence,
    covers,
    elsewhere,
    expand,
    exported_to,
    meant,
    overlap,
    owners,
    registry,
    service_name,
    share_audience,
    visible,
)
from tests.rule_examples import cluster

OBJECTS = """
apiVersion: v1
kind: Service
metadata: {name: reviews, namespace: shop}
spec: {ports: [{port: 80}]}
---
apiVersion: v1
kind: Service
metadata: {name: secret, namespace: shop, annotations: {networking.istio.io/exportTo: ". , edge"}}
spec: {ports: [{port: 80}]}
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: wide, namespace: egress}
spec: {hosts: ["*.example.com"]}
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: narrow, namespace: egress}
spec: {hosts: ["*.pay.example.com", api.pay.example.com], exportTo: ["."]}
"""
SEEN = cluster(OBJECTS, "closedNamespaces: [shop]\nexternals: [Service/data/redis]")


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("reviews", "reviews.shop.svc.cluster.local"),
        ("reviews.shop", "reviews.shop"),
        ("*", "*"),
        ("*.com", "*.com"),
        ("", ""),
    ],
)
def test_only_a_name_without_a_dot_is_completed(host: str, expected: str) -> None:
    assert expand(host, "shop") == expected


def test_a_full_name_names_a_service() -> None:
    assert service_name("reviews.shop.svc.cluster.local") == ("reviews", "shop")
    assert service_name("reviews.shop.svc") is None
    assert service_name("*.shop.svc.cluster.local") is None


@pytest.mark.parametrize(
    ("pattern", "host", "covered", "overlapping"),
    [
        ("a.io", "a.io", True, True),
        ("*.a.io", "b.a.io", True, True),
        ("*.a.io", "a.io", False, False),
        ("*.a.io", "*.b.a.io", True, True),
        ("*.b.a.io", "*.a.io", False, True),
        ("*", "a.io", True, True),
        ("a.io", "*", False, True),
        ("*.a.io", "*.b.io", False, False),
    ],
)
def test_wildcards_cover_and_overlap(pattern: str, host: str, covered: bool, overlapping: bool) -> None:
    assert covers(pattern, host) is covered
    assert overlap(pattern, host) is overlapping


def names(host: str, namespace: str) -> list[str]:
    return [owner.id.name for owner in owners(SEEN, host, namespace)]


def test_a_host_belongs_to_the_service_then_to_the_exact_entry_then_to_the_longest_wildcard() -> None:
    assert names("reviews", "shop") == ["reviews"]
    assert names("reviews.shop.svc.cluster.local", "edge") == ["reviews"]
    assert names("reviews", "edge") == []
    assert names("www.example.com", "shop") == ["wide"]
    assert names("api.pay.example.com", "egress") == ["narrow"]
    assert names("eu.pay.example.com", "egress") == ["narrow"]


def test_what_is_not_exported_is_not_seen() -> None:
    assert names("api.pay.example.com", "shop") == []
    assert names("secret.shop.svc.cluster.local", "edge") == ["secret"]
    assert names("secret.shop.svc.cluster.local", "other") == []
    hidden = registry(SEEN).services["secret.shop.svc.cluster.local"]
    assert exported_to(hidden) == ("shop", "edge")
    assert visible(hidden, "shop") and not visible(hidden, "other")
    narrow = registry(SEEN).entries["api.pay.example.com"][0]
    assert not share_audience(hidden, narrow)
    assert share_audience(hidden, registry(SEEN).services["reviews.shop.svc.cluster.local"])


def test_everything_under_a_wildcard_is_found() -> None:
    assert [m.id.name for m in registry(SEEN).inside("*.shop.svc.cluster.local")] == ["reviews", "secret"]
    assert [m.id.name for m in registry(SEEN).inside("*.example.org")] == []


def test_a_short_host_of_another_namespace_is_recognised() -> None:
    assert elsewhere(SEEN, "reviews", "edge") == ("reviews.shop.svc.cluster.local",)
    assert elsewhere(SEEN, "reviews", "shop") == ()
    assert elsewhere(SEEN, "nobody", "edge") == ()
    assert elsewhere(SEEN, "reviews.shop", "edge") == ()


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("reviwes", "reviews.shop.svc.cluster.local"),
        ("reviews.shop", "reviews.shop.svc.cluster.local"),
        ("reviews.shop.svc", "reviews.shop.svc.cluster.local"),
        ("reviews.shopp.svc.cluster.local", "reviews.shop.svc.cluster.local"),
        ("api.pay.exmaple.com", "api.pay.example.com"),
        ("payments", ""),
    ],
)
def test_the_host_that_was_meant_is_found(host: str, expected: str) -> None:
    assert meant(SEEN, host, "shop") == expected


def test_how_bad_an_unknown_host_is_depends_on_who_owns_its_namespace() -> None:
    assert absence(SEEN, "payments", "shop") == "error"
    assert absence(SEEN, "payments", "edge") == "unverifiable"
    assert absence(SEEN, "redis.data.svc.cluster.local", "shop") == ""
    assert absence(SEEN, "api.elsewhere.io", "shop") == "unverifiable"
