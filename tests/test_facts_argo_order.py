"""Argo CD's order of one sync."""

from __future__ import annotations

import pytest

from generator.facts.argo_order import in_words, order, phase, step, wave, wave_value
from generator.model import Manifest
from tests.rule_examples import cluster


def thing(kind: str, name: str = "a", notes: str = "") -> Manifest:
    body = f"apiVersion: v1\nkind: {kind}\nmetadata: {{name: {name}, namespace: shop, annotations: {{{notes}}}}}\n"
    return cluster(body).manifests[0]


@pytest.mark.parametrize(
    ("written", "number"),
    [("1", 1), ("-5", -5), ("+3", 3), ("1.5", None), ("", None), (" 1", None), (3, None), ("99999999999", None)],
)
def test_a_wave_is_a_whole_number(written: object, number: int | None) -> None:
    assert wave_value(written) == number


def test_a_wave_that_is_none_counts_as_zero() -> None:
    assert wave(thing("ConfigMap", notes='argocd.argoproj.io/sync-wave: "x"')) == 0
    assert wave(thing("Job", notes='helm.sh/hook-weight: "-2"')) == -2


def test_hooks_have_their_phase() -> None:
    assert phase(thing("Job", notes="argocd.argoproj.io/hook: 'PostSync, PreSync'")) == "PreSync"
    assert phase(thing("Job", notes="helm.sh/hook: pre-install")) == "PreSync"
    assert phase(thing("Job", notes="argocd.argoproj.io/hook: SyncFail")) == ""
    assert step(thing("Job", notes="argocd.argoproj.io/hook: Skip")) is None
    assert phase(thing("Job")) == "Sync"


def test_one_wave_goes_by_kind_then_name_and_custom_kinds_come_last() -> None:
    kinds = [
        ("Widget", "a"),
        ("Deployment", "a"),
        ("Service", "a"),
        ("Namespace", "a"),
        ("Secret", "b"),
        ("Secret", "a"),
    ]
    things = [thing(kind, name) for kind, name in (*kinds, ("Gadget", "z"))]
    things.append(thing("Service", notes='argocd.argoproj.io/sync-wave: "-1"'))
    found = [(each.id.kind, each.id.name) for each in sorted(things, key=order)]
    assert found == [("Service", "a"), ("Namespace", "a"), ("Secret", "a"), ("Secret", "b"), ("Service", "a"),
                     ("Deployment", "a"), ("Widget", "a"), ("Gadget", "z")]  # fmt: skip


def test_steps_are_told_in_words() -> None:
    assert in_words(thing("Job", notes='argocd.argoproj.io/sync-wave: "2"')) == "wave 2"
    assert in_words(thing("Job", notes="argocd.argoproj.io/hook: PreSync")) == "PreSync, wave 0"
