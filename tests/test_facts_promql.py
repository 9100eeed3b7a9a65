"""PromQL: read as Prometheus reads it, behind limits, with the place of each fault."""

from __future__ import annotations

import math

import pytest

from generator.facts import promql
from generator.facts import promql_tree as tree
from generator.facts.promql_duration import seconds, written
from generator.facts.promql_names import is_counter, is_gauge, unicode_names


def column(text: str) -> int | None:
    """The place of the fault as a column from 1."""
    found = promql.fault(text)
    assert found is not None, text
    return None if found.place is None else found.place + 1


@pytest.mark.parametrize(
    ("text", "told", "at"),
    [
        ("", "the query is empty", 1),
        ("  # nothing", "the query is empty", 1),
        ("sum(rate(x[5m])", "( is not closed", 4),
        ("sum(x))", ") closes nothing", 7),
        ("sum(x]", "( is closed by ], not by )", 6),
        ("x y", "unexpected `y`", 3),
        ("x + ", "the query ends too early", 4),
        ('x{a="b}', 'the string that begins with " is not closed', 5),
        ("x && y", "unexpected character `&`", 3),
        ("foo(x)", "unknown function with name 'foo'", 1),
        ("sum(rate(x))", "expected type matrix in call to function 'rate', got vector", 5),
        ("1 > 2", "comparisons between scalars must use BOOL modifier", None),
        ("sum by job (x)", "unexpected `job`", 8),
        ('x{a=~"(?=b)"}', "the regular expression `(?=b)` is not RE2: look-around is not part of RE2", 6),
        ('x{a=~"b{2000}"}', "the regular expression `b{2000}` is not RE2: a repetition of more than 1000", 6),
        ('x{a="b" or c="d"}', "Prometheus knows no `or` between label matchers", 9),
        ("x[5m] offset Inf", "the duration `Inf` is out of range", 14),
        ("x offset -NaN", "the duration `NaN` is out of range", 11),
        ("x[1e30]", "the duration `1e30` is out of range", 3),
        ("x[5m:1e30]", "the duration `1e30` is out of range", 6),
        ("x[300y]", "the duration `300y` is out of range", 3),
        ("x[3000000y]", "the duration `3000000y` is out of range", 3),
        ("x offset 1e14", "the duration `1e14` is out of range", 10),
        ("x[0]", "a range has to be longer than 0", 3),
        ("x[5m:0s]", "a range has to be longer than 0", 6),
        ("avg_over_time(x[1d:5m] y)", "unexpected `y`", 24),
        ('label_replace(x, "a", "$1", "b", "(")', "the regular expression `(` is not RE2: `(` is not closed", 34),
    ],
)
def test_a_fault_is_told_with_its_place(text: str, told: str, at: int | None) -> None:
    found = promql.fault(text)
    assert found is not None
    assert (found.message, column(text), found.limit) == (told, at, False)


def test_the_place_counts_lines_where_there_are_several() -> None:
    assert promql.problem("sum(\n  rate(x[5m]\n)") == "( is not closed (line 1, column 4)"
    assert promql.problem("sum(\n  rate(x[5m]) y\n)") == "unexpected `y` (line 2, column 15)"
    assert promql.problem("x y") == "unexpected `y` (column 3)"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("abs(" * 8000 + "x" + ")" * 8000, "the query has 40001 characters, at most 4096 are read"),
        ("+".join("x" * 8000), "the query has 15999 characters, at most 4096 are read"),
        ("(" * 65 + "x" + ")" * 65, "the query nests deeper than 64 levels"),
        ("-" * 70 + "x", "the query nests deeper than 64 levels"),
        ("+".join("x" * 300), "the query has 299 operators and brackets, at most 256 are read"),
    ],
)
def test_what_could_end_the_process_is_never_handed_to_the_parser(text: str, told: str) -> None:
    found = promql.fault(text)
    assert found is not None and found.limit
    assert found.message == told
    assert promql.parse(text) is None


def test_what_stays_within_the_limits_is_read() -> None:
    assert promql.problem("(" * 64 + "x" + ")" * 64) is None
    assert promql.problem("+".join("x" * 200)) is None
    assert promql.problem(" or ".join(['x{a="b", c="d", e="f", g="h"}'] * 60)) is None


def test_an_expression_becomes_a_tree_without_parentheses() -> None:
    text = '(sum by (a) (rate(x{b!="c"}[5m] offset 1m))) / on (a) group_left (d) y > bool 3'
    assert promql.parse(text) == tree.Binary(
        ">",
        tree.Binary(
            "/",
            tree.Aggregation(
                "sum",
                tree.Call("rate", (tree.Selector("x", (tree.Matcher("b", "!=", "c"),), 300.0, 60.0),)),
                None,
                "by",
                ("a",),
            ),
            tree.Selector("y"),
            matching="on",
            labels=("a",),
            group="left",
            include=("d",),
        ),
        tree.Number(3.0),
        bool=True,
    )


def test_the_parts_of_a_query_are_kept() -> None:
    assert promql.parse("max_over_time(x[1h:5m] offset -1m)") == tree.Call(
        "max_over_time", (tree.Subquery(tree.Selector("x"), 3600.0, 300.0, -60.0),)
    )
    assert promql.parse("x @ end()") == tree.Selector("x", at="end")
    assert promql.parse('{__name__="x", a="b"}') == tree.Selector("x", (tree.Matcher("a", "=", "b"),))
    assert promql.parse('{"a.b"}') == tree.Selector("a.b")
    assert promql.parse("-1") == tree.Number(-1.0)
    assert promql.parse("topk(5, x)") == tree.Aggregation("topk", tree.Selector("x"), tree.Number(5.0))
    infinite = promql.parse("-Inf")
    assert isinstance(infinite, tree.Number) and infinite.value == -math.inf


def test_patterns_that_only_the_engine_underneath_refuses_are_read() -> None:
    found = promql.parse(r'x{a=~"\\Qb.c\\E", d=~"[[e]"} and x{a=~"f"}')
    assert found is not None
    assert [m.value for s in tree.selectors(found) for m in s.matchers] == [r"\Qb.c\E", "[[e]", "f"]


def test_the_older_name_of_a_function_is_read() -> None:
    found = promql.parse("holt_winters(x[5m], 0.5, 0.5) > 1")
    assert isinstance(found, tree.Binary) and isinstance(found.left, tree.Call)
    assert found.left.name == "double_exponential_smoothing"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("x", "vector"),
        ("x[5m]", "matrix"),
        ('"x"', "string"),
        ("1 + 2", "scalar"),
        ("1 + x", "vector"),
        ("time()", "scalar"),
    ],
)
def test_the_kind_of_a_result(text: str, kind: str) -> None:
    found = promql.parse(text)
    assert found is not None and tree.kind(found) == kind


def test_metrics_and_names_beyond_the_classic_letters() -> None:
    found = promql.parse('sum by ("a.b") (x{"c.d"="e"}) / y:z')
    assert found is not None
    assert tree.metrics(found) == {"x", "y:z"}
    assert sorted(unicode_names(found)) == ["a.b", "c.d"]


def test_counters_and_gauges_by_their_names() -> None:
    assert is_counter("http_requests_total") and is_counter("latency_seconds_bucket")
    assert not is_counter("job:http_requests:rate5m_total") and not is_counter("up")
    assert is_gauge("container_memory_working_set_bytes") and is_gauge("kube_deployment_status_replicas_available")
    assert not is_gauge("kube_pod_container_status_restarts_total") and not is_gauge("anything")


@pytest.mark.parametrize(
    ("text", "value"),
    [("5m", 300.0), ("1h30m", 5400.0), ("250ms", 0.25), ("0", 0.0), ("1d", 86400.0), ("30m1h", None), ("5 m", None),
     ("1.5h", None), ("", None), (5, None)],
)  # fmt: skip
def test_durations_of_prometheus(text: object, value: float | None) -> None:
    assert seconds(text) == value


def test_durations_are_written_in_the_largest_whole_unit() -> None:
    assert [written(value) for value in (90, 300, 7200, 86400, 0.25, 0)] == ["90s", "5m", "2h", "1d", "0.25s", "0s"]


@pytest.mark.parametrize("value", ["a", "web-.+", "x=y, z", "[[e]", "é", "12345", "{{", "=~"])
def test_queries_that_differ_in_values_alone_are_each_read_with_their_own(value: str) -> None:
    shape = 'sum by (a) (rate(x{{a="{0}", b=~"{1}"}}[5m])) / on (a) y{{c!="{0}"}} > 1 and z{{d=""}}'
    for first, second in ((value, "other"), ("other", value), (value, value)):
        found = promql.parse(shape.format(first, second))
        assert found is not None
        told = [(m.name, m.sign, m.value) for s in tree.selectors(found) for m in s.matchers]
        assert told == [("a", "=", first), ("b", "=~", second), ("c", "!=", first), ("d", "=", "")]


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ('x{a=~"a"}', True),
        ('x{a=~"("}', False),
        ('{a=~"a"}', True),
        ('{a=~".*"}', False),
        ('{a=""}', False),
        ('{__name__="x"}', True),
        ('{__name__=~".*"}', False),
        ('x{__name__="y"}', False),
        ('label_replace(x{a="b"}, "c", "$1", "a", "(.*)")', True),
        ('label_replace(x{a="b"}, "c", "$1", "a", "(")', False),
        ('x == "a"', False),
        ('label_join(x, "c", "=", "a")', True),
    ],
)
def test_the_shape_of_a_query_decides_nothing_that_its_values_do(text: str, right: bool) -> None:
    assert (promql.fault(text) is None) is right
