"""Which labels a result has: surely, perhaps, surely not."""

from __future__ import annotations

import pytest

from generator.facts import promql
from generator.facts.prometheus_rules import alert_labels, alerts, records, result_labels, series_labels, twins
from generator.facts.promql_labels import Labels, apart, labels
from tests.rule_examples import cluster


def told(text: str) -> Labels:
    found = promql.parse(text)
    assert found is not None, promql.problem(text)
    return labels(found)


@pytest.mark.parametrize(
    ("text", "sure", "perhaps", "rest"),
    [
        ("x", [], [], True),
        ('x{a="b", c=~".+", d!=""}', ["a", "c", "d"], [], True),
        ("sum(x)", [], [], False),
        ("sum by (a, b) (x)", [], ["a", "b"], False),
        ('sum by (a, b) (x{a="1"})', ["a"], ["b"], False),
        ("topk by (a) (5, x)", [], [], True),
        ('count_values by (a) ("v", x)', ["v"], ["a"], False),
        ('absent(x{a="b", c=~"d", e="f"})', ["a", "e"], [], False),
        ('absent(x{a="b", a="c"})', [], [], False),
        ("absent(sum(x))", [], [], False),
        ("vector(1)", [], [], False),
        ("time()", [], [], False),
        ('label_replace(sum(x), "a", "$1", "b", ".*")', [], ["a"], False),
        ("histogram_quantile(0.9, sum by (le, a) (rate(x[5m])))", [], ["a"], False),
        ("sum by (a) (x) / on (a) sum by (a, b) (y)", [], ["a"], False),
        ("sum by (a) (x) * on (a) group_left (c) y", [], ["a", "c"], False),
        ("y * on (a) group_right (c) sum by (a) (x)", [], ["a", "c"], False),
        ("sum by (a, b) (x) / ignoring (b) sum by (a) (y)", [], ["a"], False),
        ("sum by (a) (x) or sum by (b) (y)", [], ["a", "b"], False),
        ("sum by (a) (x) and on () sum by (b) (y)", [], ["a"], False),
        ("1 + sum by (a) (x)", [], ["a"], False),
        ("x / sum by (a) (y)", [], ["a"], False),
        ("-sum by (a) (x)", [], ["a"], False),
        ("max_over_time(sum by (a) (x)[1h:])", [], ["a"], False),
    ],
)
def test_labels_of_a_result(text: str, sure: list[str], perhaps: list[str], rest: bool) -> None:
    found = told(text)
    assert (sorted(found.sure), sorted(found.perhaps), found.rest) == (sure, perhaps, rest)


def test_what_without_and_empty_matchers_take_away_is_gone() -> None:
    found = told('sum without (a) (x{b="", c="d"})')
    assert [found.may_have(name) for name in ("a", "b", "c", "e")] == [False, False, True, True]
    assert found.value("c") == "d"


RECORDS = """
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: web, namespace: shop}
spec:
  groups:
    - name: web
      labels: {team: web}
      rules:
        - {record: "a:x:sum", expr: sum by (a) (x), labels: {tier: one}}
        - {record: "b:x:sum", expr: "a:x:sum / c:x:sum"}
        - {record: "c:x:sum", expr: "b:x:sum"}
        - alert: Big
          expr: a:x:sum{a="1"} > 1
          labels: {severity: "{{ $labels.a }}"}
"""


def test_recorded_series_are_followed_and_circles_end() -> None:
    seen = cluster(RECORDS)
    assert sorted(records(seen)) == ["a:x:sum", "b:x:sum", "c:x:sum"]
    found = promql.parse("max_over_time(a:x:sum[5m])")
    assert found is not None
    known = result_labels(seen, found)
    assert (sorted(known.sure.items()), sorted(known.perhaps)) == ([("team", "web"), ("tier", "one")], ["a"])
    circle = series_labels(seen, records(seen)["c:x:sum"][0])
    assert circle.value("team") == "web"


def test_an_alert_has_the_labels_of_its_result_of_its_group_and_its_own() -> None:
    seen = cluster(RECORDS)
    found = alert_labels(seen, alerts(seen)[0])
    assert dict(found.sure) == {"a": "1", "alertname": "Big", "severity": None, "team": "web", "tier": "one"}
    assert not found.may_have("namespace")


def test_results_with_different_values_are_apart() -> None:
    assert apart(told('x{a="b"}'), told('x{a="c"}'))
    assert apart(told("sum(x)"), told('x{a="c"}'))
    assert not apart(told("x"), told('x{a="c"}'))


MANY = """\
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: web, namespace: shop}
spec:
  groups:
    - name: web
      rules:
"""


def test_twins_are_found_among_many_that_differ_in_one_label() -> None:
    texts = [f'x{{n=\\"{n}\\"}} > 1' for n in (*range(40), 7, 7)]
    seen = cluster(MANY + "".join(f'        - {{alert: A, expr: "{text}"}}\n' for text in (*texts, "y > 1")))
    found = [(rule.position, twin.position) for rule, twin in twins(seen, alerts(seen), alert_labels)]
    assert found == [(40, 7), (41, 7), (42, 0)]
