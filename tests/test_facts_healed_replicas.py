"""Replicas that Argo CD sets back by itself."""

from __future__ import annotations

from generator.facts import kinds
from generator.facts.healed_replicas import healed
from generator.rules import catalogue
from tests.rule_examples import cluster, documentation, rule, run

TOLD = documentation(catalogue.FOLDER / "argocd" / "argo_replicas_selfheal.py")
TELLERS = (
    catalogue.FOLDER / "hpa" / "hpa_static_replicas.py",
    catalogue.FOLDER / "keda" / "keda_target_static_replicas.py",
)


def test_where_the_rule_about_self_healing_tells_the_others_are_silent() -> None:
    for example in TOLD.bad:
        seen = cluster(example.text, TOLD.settings)
        assert any(healed(seen, workload) for workload in seen.all(*kinds.SCALABLE))
        assert [found for path in TELLERS for found in run(rule(path), seen)] == []


def test_replicas_that_are_left_out_or_spared_are_not_set_back() -> None:
    spared = [cluster(example.text, TOLD.settings) for example in TOLD.good if "ignored" in example.title]
    assert spared
    for seen in spared:
        assert not any(healed(seen, workload) for workload in seen.all(*kinds.SCALABLE))
