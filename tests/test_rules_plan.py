"""Which rules an object is shown to."""

from __future__ import annotations

from generator.facts.cluster import kind_name
from generator.rules.catalogue import Rule, check_of
from generator.rules.plan import Plan, keys_of, needed
from tests.rule_examples import cluster, documentation, examples, rule, rule_files

SEEN = cluster(
    """
apiVersion: v1
kind: ConfigMap
metadata: {name: a}
data: {one: "1"}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: b}
binaryData: {two: MQ==}
---
apiVersion: v1
kind: Secret
metadata: {name: c}
"""
)


def made(id: str, *kinds: str, needs: tuple[str, ...] = (), fleet: bool = False) -> Rule:
    return Rule(id, "schema", "error", kinds, fleet, True, "a title", needs)


def test_an_object_is_shown_to_the_rules_of_its_kind_and_of_all_kinds() -> None:
    plan = Plan(SEEN, [made("missing-name", "*"), made("status-in-manifest", "ConfigMap")])
    shown = [[rule.id for rule, _ in plan.checks(manifest)] for manifest in SEEN.manifests]
    assert shown == [["missing-name", "status-in-manifest"], ["missing-name", "status-in-manifest"], ["missing-name"]]


def test_a_rule_is_shown_only_objects_with_a_key_it_needs() -> None:
    plan = Plan(SEEN, [made("missing-name", "*", needs=("two", "three"))])
    assert [bool(plan.checks(manifest)) for manifest in SEEN.manifests] == [False, True, False]


def test_a_fleet_rule_waits_for_a_key_in_the_kinds_it_looks_at() -> None:
    rules = [made(f"duplicate-{word}", kind, needs=(key,), fleet=True) for word, kind, key in (
        ("resource", "ConfigMap", "two"),
        ("across-versions", "Secret", "two"),
    )]  # fmt: skip
    rules = [
        Rule(rule.id, "references", *(rule.severity, rule.kinds, True, True, "a title", rule.needs)) for rule in rules
    ]
    plan = Plan(SEEN, rules)
    assert [rule.id for rule, _ in plan.fleet] == ["duplicate-resource"]
    assert plan.ran == {"duplicate-resource", "duplicate-across-versions"}


def test_a_rule_whose_kinds_do_not_occur_has_not_run() -> None:
    assert Plan(SEEN, [made("missing-name", "Service")]).ran == frozenset()


def test_keys_are_found_however_deep() -> None:
    assert keys_of({"a": [{"b": {"c": 1}}, ["x", {"d": None}]], "e": "f"}) == {"a", "b", "c", "d", "e"}


def test_no_rule_finds_anything_in_an_object_without_the_keys_it_needs() -> None:
    needy = [judge for judge in map(rule, rule_files()) if judge.needs and not judge.fleet]
    lost = []
    for path, _, example in examples():
        told = documentation(path)
        seen = cluster(example.text, told.settings, example.before)
        for manifest in seen.manifests:
            keys = keys_of(manifest.body)
            kind = kind_name(manifest)
            hidden = [judge for judge in needy if not needed(judge, keys) and {kind, "*"} & {*judge.kinds}]
            lost += [(judge.id, path.stem) for judge in hidden if next(iter(check_of(judge)(manifest, seen)), None)]
    assert lost == []
