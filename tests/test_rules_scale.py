"""Rules about pairs: many objects with one fault make as many findings, not one for each pair."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from generator.facts.cluster import Cluster
from generator.yamlio.write import Written
from tests.rule_examples import cluster, documentation, rule, rule_files, rule_id, run

FEW, MANY = 4, 16
CLASH = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers: [{name: web, image: "web:1"}]
"""


def copies(seen: Cluster, number: int) -> Cluster:
    """The cluster with every object so many times, each under a name of its own."""
    made = []
    for n in range(number):
        for manifest in seen.manifests:
            body = dict(manifest.body)
            body["metadata"] = {**(body.get("metadata") or {}), "name": f"{manifest.id.name}-{n:04}"}
            made.append(
                replace(manifest, id=replace(manifest.id, name=body["metadata"]["name"]), content=Written(body))
            )
    return replace(seen, manifests=tuple(made))


@pytest.mark.parametrize("path", [pytest.param(path, id=rule_id(path)) for path in rule_files()])
def test_findings_grow_no_faster_than_the_objects(path: Path) -> None:
    for example in documentation(path).bad:
        seen = cluster(example.text, documentation(path).settings, example.before)
        # Pairs would be 6 of the few and 120 of the many.
        few, many = (len(run(rule(path), copies(seen, number))) for number in (FEW, MANY))
        assert many <= MANY // FEW * few + 8 * len(seen.manifests)


def test_thousands_of_workloads_with_one_selector_are_told_once_each() -> None:
    (path,) = (path for path in rule_files() if rule_id(path) == "deploy-selectors-overlap")
    found = run(rule(path), copies(cluster(CLASH), 5000))
    assert len(found) == 5000
    assert found[0].message == "the selector takes in the pods of Deployment `web-0001` and of 4998 more"
    assert found[1].message == "the selector takes in the pods of Deployment `web-0000` and of 4998 more"
