"""The baseline: keyed without lines, shrinking, its stale entries told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.baseline import Baseline, acceptable, compare, key_of, read, write
from generator.model import Finding, Origin, UserError

ONE = Finding("unknown-field", "error", "x", "rendered/dev/a/b.yaml", 3, 1, "/spec/x", Origin("values/a.yaml", 2, 1),
              object="Service a/b")  # fmt: skip


def test_a_finding_keeps_its_key_when_its_line_moves_and_not_in_another_environment() -> None:
    assert key_of(ONE) == ("unknown-field", "dev: Service a/b", "/spec/x")
    assert key_of(replace(ONE, line=9, origin=Origin("values/a.yaml", 30, 1), message="y")) == key_of(ONE)
    assert key_of(replace(ONE, path="rendered/production/a/b.yaml")) != key_of(ONE)


def test_a_file_that_is_written_reads_back_with_the_line_of_each_entry() -> None:
    accepted = {key_of(ONE): 1, ("hpa-max-lt-min", "HorizontalPodAutoscaler.autoscaling a/b", ""): 2}
    text = write(accepted)
    found = read(text.encode(), "base.json")
    assert found.accepted == accepted
    assert found.lines[key_of(ONE)] == 5
    assert text.count("\n") == 7
    assert write({}) == '{\n  "version": 1,\n  "findings": []\n}\n'


def test_only_as_many_findings_are_accepted_as_were_recorded() -> None:
    done = compare([ONE, ONE], Baseline({key_of(ONE): 1}, {}))
    assert (done.accepted, [f.rule for f in done.findings]) == (1, ["unknown-field"])


def test_an_entry_without_a_finding_is_stale_and_drops_out() -> None:
    gone = ("hpa-max-lt-min", "HorizontalPodAutoscaler a/b", "/spec")
    done = compare([ONE], Baseline({key_of(ONE): 1, gone: 1}, {gone: 7}, "base.json"))
    (stale,) = done.findings
    assert (stale.rule, stale.severity, str(stale.origin)) == ("baseline-stale", "warning", "base.json:7:1")
    assert done.still == {key_of(ONE): 1}


def test_a_run_over_a_part_calls_nothing_stale() -> None:
    assert compare([], Baseline({key_of(ONE): 1}, {}), whole=False).findings == ()


@pytest.mark.parametrize(
    ("rule", "severity", "may"),
    [
        ("unknown-field", "error", True),
        ("unknown-field", "unverifiable", False),
        ("yaml-parse-error", "error", False),
        ("drift-stale", "error", False),
        ("suppression-unused", "warning", False),
    ],
)
def test_what_may_stand_in_a_baseline(rule: str, severity: str, may: bool) -> None:
    assert acceptable(replace(ONE, rule=rule, severity=severity)) is may


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", '{"version": 2, "findings": []}', '{"version": 1}', '{"version": 1, "findings": [{"rule": 1}]}',
     '{"version": 1, "findings": [{"rule": "a", "object": "b", "field": "c", "count": 0}]}', "[" * 100_000, "\udcff"],
)  # fmt: skip
def test_a_file_that_is_no_baseline_is_refused(text: str) -> None:
    with pytest.raises(UserError) as caught:
        read(text.encode("utf-8", "surrogateescape"), "base.json")
    assert caught.value.findings[0].rule == "baseline-unusable"
