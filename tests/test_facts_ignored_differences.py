"""Ignore rules of Applications."""

from __future__ import annotations

import pytest

from generator.facts.applications import applications
from generator.facts.ignored_differences import ignores, jq_problem, pointer_problem
from tests.rule_examples import cluster

WEB = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: shop}\n"


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("group: apps, kind: Deployment, jsonPointers: [/spec/replicas]", True),
        ("group: '*', kind: '*', jqPathExpressions: [.spec.replicas]", True),
        ("kind: Deployment, jsonPointers: [/spec/replicas]", False),
        ("group: apps, kind: Deployment, namespace: other, jsonPointers: [/spec/replicas]", False),
        ("group: apps, kind: Deployment, jsonPointers: [/spec]", False),
        ("group: apps, kind: Deployment, managedFieldsManagers: [keda]", True),
    ],
)
def test_a_difference_is_ignored_when_group_kind_and_field_fit(row: str, expected: bool) -> None:
    head = "---\napiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: web, namespace: argocd}\n"
    seen = cluster(f"{WEB}{head}spec: {{ignoreDifferences: [{{{row}}}]}}\n")
    (app,) = applications(seen)
    assert ignores(app, seen.manifests[0], ("spec", "replicas")) is expected


def test_pointers_begin_with_a_slash_and_escape_tildes() -> None:
    assert [p for p in ("", "/a/b", "/a~0b~1c", "a", "/a~b", "/a~") if pointer_problem(p)] == ["a", "/a~b", "/a~"]


def test_expressions_close_what_they_open() -> None:
    sound = [".a.b", '.a[] | select(.x == "(")', ".a[0]", "del(.a)", '."a b"']
    assert [e for e in sound if jq_problem(e)] == []
    assert all(jq_problem(e) for e in (".a[", ".a]", ".a(]", '.a."b', " ", "spec.replicas", "/spec"))
