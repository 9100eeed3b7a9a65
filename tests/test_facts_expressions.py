"""CEL expressions that no parser takes."""

from __future__ import annotations

import pytest

from generator.facts.expressions import fault


@pytest.mark.parametrize(
    "expression",
    [
        "response.code >= 400",
        "response.code >= 400 || connection.mtls == false",
        "!has(response.flags) && request.headers['x-debug'] == \"yes\"",
        "request.url_path.startsWith('/api') ? true : false",
        "response.code in [500, 502, 503,]",
        "size(request.headers) > 2 && (-1 < 2.5e3)",
        "{'a': 1, 'b': [2]}.a == 1u",
        "xds.cluster_name.contains(r'\\d')",
        "foo()",
        "a // that is all\n&& b == 'https://c'",
        ".request.total_size % 2 == 0x0",
        '\'it\\\'s\' != """a "quoted" text"""',
    ],
)
def test_expressions_that_can_be(expression: str) -> None:
    assert fault(expression) == ""


@pytest.mark.parametrize(
    ("expression", "why"),
    [
        ("", "it is empty"),
        ("response.code >=", "something is missing behind `>=`"),
        ("response.code = 500", "`=` cannot be read"),
        ("response.code >= 400 and true", "`and` follows `400` without an operator"),
        ("(response.code >= 400", "`(` is not closed"),
        ("response.code >= 400)", "`)` closes nothing"),
        ("request.headers['x] == 1", "`'x]` cannot be read"),
        ("&& true", "something is missing before `&&`"),
        ("a || && b", "something is missing before `&&`"),
        ("a !b", "something is missing before `!`"),
        ("f(a, )]", "`]` closes nothing"),
        ("(a +)", "something is missing between `+` and `)`"),
        ("a & b", "`&` cannot be read"),
    ],
)
def test_expressions_that_cannot_be(expression: str, why: str) -> None:
    assert fault(expression) == why
