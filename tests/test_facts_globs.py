"""Globs as AppProjects use them."""

from __future__ import annotations

import pytest

from generator.facts.globs import matches, permits


@pytest.mark.parametrize(
    ("pattern", "text", "separator", "expected"),
    [
        ("*", "", "/", True),
        ("shop", "shop", "", True),
        ("sh?p", "shop", "", True),
        ("https://a/*", "https://a/b", "/", True),
        ("https://a/*", "https://a/b/c", "/", False),
        ("https://a/**", "https://a/b/c", "/", True),
        ("team-*", "team-a/b", "", True),
        ("{a,b}-x", "b-x", "", True),
        ("[a-c]x", "bx", "", True),
        ("[!a-c]x", "bx", "", False),
        ("a.b", "axb", "", False),
        ("a\\*", "a*", "", True),
        ("a\\*", "ab", "", False),
        ("[a", "[a", "", True),
        ("[z-a]", "b", "", False),
    ],
)
def test_a_glob_matches_as_argo_cd_matches_it(pattern: str, text: str, separator: str, expected: bool) -> None:
    assert matches(pattern, text, separator) is expected


def test_a_denial_lets_everything_else_pass() -> None:
    assert permits("!kube-*", "shop")
    assert not permits("!kube-*", "kube-system")
