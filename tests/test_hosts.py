import re

import pytest

from generator.hosts import environment_host, environment_origin, host_slug, origin_match

DEV = {"zone": "dev.example.com", "replaces": "example.com"}


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("api.example.com", "api.dev.example.com"),
        ("ui.shop.example.com", "ui.shop.dev.example.com"),
        ("example.com", "dev.example.com"),
        ("*.example.com", "*.dev.example.com"),
        ("api.dev.example.com", "api.dev.example.com"),
        ("dev.example.com", "dev.example.com"),
        ("badexample.com", "badexample.com"),
        ("api.other.org", "api.other.org"),
    ],
)
def test_a_host_of_the_written_zone_moves_to_the_environments_zone(host: str, expected: str) -> None:
    assert environment_host(host, DEV) == expected


@pytest.mark.parametrize("dns", [{}, {"zone": "dev.example.com"}, {"replaces": "example.com"}])
def test_an_environment_without_a_zone_of_its_own_leaves_hosts_alone(dns: dict[str, str]) -> None:
    assert environment_host("api.example.com", dns) == "api.example.com"


def test_an_origin_keeps_its_scheme_and_port() -> None:
    assert environment_origin("https://*.example.com:8443", DEV) == "https://*.dev.example.com:8443"
    assert environment_origin("*", DEV) == "*"


def test_a_wildcard_origin_admits_subdomains_of_every_depth_and_nothing_else() -> None:
    match = origin_match("https://*.example.com")
    assert match == {"regex": r"https://([a-z0-9-]+\.)+example\.com"}
    pattern = re.compile(match["regex"])
    assert pattern.fullmatch("https://ui.example.com")
    assert pattern.fullmatch("https://ui.shop.example.com")
    for other in (
        "https://example.com",
        "http://ui.example.com",
        "https://evil.com/ui.example.com",
        "https://uixexample.com",
        "https://ui.example.com.evil.com",
    ):
        assert not pattern.fullmatch(other)


def test_an_origin_without_a_wildcard_is_matched_exactly() -> None:
    assert origin_match("https://ui.example.com") == {"exact": "https://ui.example.com"}
    assert origin_match("*") == {"regex": ".*"}


def test_a_host_becomes_part_of_a_name() -> None:
    assert host_slug("api.example.com") == "api-example-com"
    assert host_slug("*.example.com") == "wildcard-example-com"
