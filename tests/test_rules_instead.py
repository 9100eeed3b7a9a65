"""One cause is told by whoever knows most of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
import yaml

from generator.conformity import Conformity
from generator.model import Finding, Fix
from generator.rules import catalogue
from generator.rules.instead import specific
from generator.validate import Options, judge
from tests import rule_examples


def finding(rule: str, pointer: str, severity: str = "error", name: str = "Service a") -> Finding:
    return Finding(rule, severity, "words", "a.yaml", pointer=pointer, object=name)


def test_a_rule_that_knows_more_speaks_instead_of_the_schema() -> None:
    general, told = finding("unknown-field", "/spec/behavior"), finding("keda-hpa-config-misplaced", "/spec/behavior")
    assert specific([general, told]) == [told]


def test_it_speaks_for_what_lies_around_it_and_for_nothing_beside_or_below() -> None:
    told = finding("keda-hpa-config-misplaced", "/spec/a/0/b")
    kept = [finding("unknown-field", pointer) for pointer in ("/spec/a/0/c", "/spec/a/0/b/d", "/spec/a/00")]
    other = finding("unknown-field", "/spec/a/0/b", name="Service b")
    dropped = finding("list-map-duplicate-key", "/spec/a/0")
    assert specific([told, dropped, *kept, other]) == [told, *kept, other]


def test_it_is_as_bad_as_what_the_schema_says() -> None:
    general, told = finding("unknown-field", "/spec/x"), finding("keda-hpa-config-misplaced", "/spec/x", "warning")
    assert [each.severity for each in specific([general, told])] == ["error"]


def test_it_is_as_bad_as_somebody_chose() -> None:
    general, told = finding("unknown-field", "/spec/x"), finding("keda-hpa-config-misplaced", "/spec/x", "info")
    assert [each.severity for each in specific([general, told], {told.rule})] == ["info"]


def test_a_safe_fix_of_the_schema_is_kept() -> None:
    fix = Fix("put it in quotes", "a.yaml", ("spec", "x"), "1", safe=True)
    general = replace(finding("type-mismatch", "/spec/x"), fix=fix)
    told = replace(finding("keda-hpa-config-misplaced", "/spec/x"), fix=Fix("write it as text"))
    assert [each.fix for each in specific([general, told])] == [fix]


def test_other_rules_leave_the_schema_its_word() -> None:
    both = [finding("unknown-field", "/spec/x"), finding("missing-name", "/spec/x")]
    assert specific(both) == both


@pytest.mark.parametrize("rule", catalogue.rules(), ids=lambda rule: rule.id)
def test_what_a_rule_calls_bad_is_told_by_that_rule_when_everything_is_judged(rule: catalogue.Rule) -> None:
    told = catalogue.documentation(rule)
    known = yaml.safe_load(told.settings) if told.settings else {}
    for example in told.bad:
        fleet = rule_examples.fleet(example.text, known)
        before = rule_examples.fleet(example.before, known) if example.before else None
        found = judge(fleet, Conformity((), fleet), Options(select=(rule.id,)), before).findings
        assert rule.id in {each.rule for each in found}, example.title
