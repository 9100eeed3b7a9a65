"""Hosts and names that istiod takes and refuses."""

from __future__ import annotations

import pytest

from generator.facts.istio_names import gateway_host_fault, host_fault, name_fault, plain_host


@pytest.mark.parametrize(
    "host",
    [
        "api",
        "api.shop.svc.cluster.local",
        "Api.Shop.io",
        "*",
        "*.io",
        "*-api.io",
        "*api.io",
        "a.io.",
    ],
)
def test_hosts_that_are_taken(host: str) -> None:
    assert host_fault(host) == ""


@pytest.mark.parametrize(
    ("host", "why"),
    [
        ("", "it is empty"),
        ("https://a.io", "it has a scheme"),
        ("a.io:80", "it has a port"),
        ("a_b.io", "`a_b` may have only letters, digits and hyphens, a letter or digit at both ends"),
        ("a.*.io", "only its beginning may be a wildcard"),
        ("**.io", "`**` may have only letters, digits and hyphens, a letter or digit at both ends"),
        ("10.0.0.1", "its last part `1` is a number"),
        ("a..io", "`` is empty"),
        (f"{'a' * 64}.io", f"`{'a' * 64}` has 64 characters, 63 are allowed"),
        ("a." * 128 + "io", "it has 258 characters, 255 are allowed"),
    ],
)
def test_hosts_that_are_refused(host: str, why: str) -> None:
    assert host_fault(host) == why


@pytest.mark.parametrize("host", ["*", "*/*", "./*.a.io", "shop/a.io", "10.0.0.1", "*/10.0.0.1", "::1"])
def test_hosts_that_a_gateway_takes(host: str) -> None:
    assert gateway_host_fault(host) == ""


@pytest.mark.parametrize(
    ("host", "why"),
    [
        ("shop", "`shop` is a short name"),
        ("*/shop", "`shop` is a short name"),
        ("*shop.io", "a wildcard stands for whole labels only"),
        ("https://a.io", "it has a scheme"),
        ("shop_a/a.io", "namespace `shop_a` may have only letters, digits and hyphens, a letter or digit at both ends"),
        ("/a.io", "namespace `` is empty"),
        ("shop/", "it is empty"),
        ("a.io:443", "it has a port"),
    ],
)
def test_hosts_that_a_gateway_refuses(host: str, why: str) -> None:
    assert gateway_host_fault(host) == why


def test_a_name_may_have_capitals_and_63_characters() -> None:
    assert name_fault("V1") == ""
    assert name_fault("a" * 63) == ""
    assert name_fault("a" * 64) == "has 64 characters, 63 are allowed"
    assert name_fault("v1.0") == "may have only letters, digits and hyphens, a letter or digit at both ends"


def test_a_host_without_scheme_path_and_port() -> None:
    assert plain_host("https://a.io:8443/x") == "a.io"
    assert plain_host("api:80") == "api"
    assert plain_host("a.io") == "a.io"
