"""What KEDA gets back from a query."""

from __future__ import annotations

import pytest

from generator.facts.promql import parse
from generator.facts.query_result import intensive, several


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("sum(rate(requests[2m]))", False),
        ("requests", True),
        ("rate(requests[2m])", True),
        ("sum by (pod) (requests)", True),
        ("sum without (pod) (requests)", True),
        ("sum by () (requests)", False),
        ('sum by (app) (requests{app="web"})', False),
        ('sum by (app) (requests{app=~"web|api"})', True),
        ("topk(3, requests)", True),
        ("topk(1, requests)", False),
        ("bottomk by (pod) (1, requests)", True),
        ('sum by (app) (requests{app="web"}) or vector(0)', True),
        ('sum by (app) (requests{app="web"}) > 5 or sum(requests)', True),
        ('sum by (app) (requests{app="web"}) or on () vector(0)', False),
        ('sum(requests{app="web"}) or sum by (app) (requests{app="web"})', True),
        ("sum(a) / sum(b)", False),
        ("sum(a) / b", False),
        ("rate(a[1m]) / rate(b[1m])", True),
        ("requests * 60", True),
        ("2 * sum(requests)", False),
        ("sum(a) or vector(0)", False),
        ("sum(a) or b", True),
        ("a unless b", True),
        ("a * on (pod) group_left (node) b", True),
        ("sum(a) / on () sum(b)", False),
        ("histogram_quantile(0.95, sum by (le) (rate(latency_bucket[5m])))", False),
        ("histogram_quantile(0.95, sum by (le, route) (rate(latency_bucket[5m])))", True),
        ("histogram_quantile(0.95, rate(latency_bucket[5m]))", True),
        ("absent(requests)", False),
        ("max_over_time(sum(requests)[5m:1m])", False),
        ("-sum(requests)", False),
    ],
)
def test_several_series_are_expected_where_labels_are_kept(query: str, expected: bool) -> None:
    expression = parse(query)
    assert expression is not None
    assert several(expression) is expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("sum(requests)", ""),
        ("sum(requests) / 60", ""),
        ("sum(errors) / sum(requests)", "a ratio"),
        ("sum(errors) / sum(requests) * 100", "a ratio"),
        ("100 * (sum(errors) / sum(requests)) or vector(0)", "a ratio"),
        ("avg(load)", "an average"),
        ("clamp_max(avg(load), 5)", "an average"),
        ("quantile(0.9, load)", "a quantile"),
        ("-histogram_quantile(0.9, sum by (le) (rate(latency_bucket[5m])))", "a quantile"),
    ],
)
def test_what_says_the_same_however_many_pods_there_are(query: str, expected: str) -> None:
    expression = parse(query)
    assert expression is not None
    assert intensive(expression) == expected
