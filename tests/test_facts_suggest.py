"""Slips of the keyboard, told from names that are only alike."""

from __future__ import annotations

import pytest

from generator.facts.suggest import mistyped, slip


@pytest.mark.parametrize(
    ("name", "known", "meant"),
    [
        ("reviwes", ["ratings", "reviews"], "reviews"),
        ("edge/publik", ["edge/public", "edge/partners"], "edge/public"),
        ("shop_tls", ["shop-tls"], "shop-tls"),
        ("frontendd", ["frontend", "backend"], "frontend"),
        ("v11", ["v1", "v2"], ""),
        ("api-1", ["api-2"], ""),
        ("any-trips-example", ["partners-trips-example"], ""),
        ("www-example-com", ["api-example-com"], ""),
        ("web", ["wed"], "wed"),
        ("ab", ["ac"], ""),
        ("a-tsl", ["a-tls"], "a-tls"),
        ("orders-apii", ["orders-api"], "orders-api"),
        ("abcdef", ["uvwxyz"], ""),
        ("orders", [], ""),
    ],
)
def test_a_slip_is_one_or_two_keys(name: str, known: list[str], meant: str) -> None:
    assert mistyped(name, known) == meant
    assert mistyped(name, reversed(known)) == meant


def test_fewer_slips_win_and_then_the_alphabet() -> None:
    assert mistyped("orderz", ["orderly", "orders", "border"]) == "orders"
    assert mistyped("orderz", ["ordera", "orderb"]) == "ordera"


@pytest.mark.parametrize(
    ("name", "known", "meant"),
    [
        ("paymnts", ["payments"], "payments"),
        ("taem", ["team"], "team"),
        ("team-a", ["team-b"], ""),
        ("prod-eu", ["prod-us"], ""),
        ("in-clustre", ["in-cluster"], "in-cluster"),
        ("prod-1", ["prod-2"], ""),
        ("https://one.example.con", ["https://one.example.com"], "https://one.example.com"),
    ],
)
def test_names_of_a_family_are_no_slips(name: str, known: list[str], meant: str) -> None:
    assert slip(name, known) == meant
