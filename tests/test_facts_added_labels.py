"""Labels that controllers add to pods."""

from __future__ import annotations

from generator.facts.added_labels import may_select
from tests.rule_examples import cluster

SEEN = cluster(
    """
    apiVersion: apps/v1
    kind: StatefulSet
    metadata: {name: db, namespace: shop}
    spec:
      serviceName: db
      selector: {matchLabels: {app: db}}
      template:
        metadata: {labels: {app: db}}
        spec:
          containers: [{name: db, image: "db:1"}]
    """.replace("\n    ", "\n")
)


def test_a_pod_of_a_stateful_set_is_named_by_it() -> None:
    assert may_select(SEEN, "shop", {"statefulset.kubernetes.io/pod-name": "db-0"})
    assert may_select(SEEN, "shop", {"app": "db", "statefulset.kubernetes.io/pod-name": "db-12"})
    assert not may_select(SEEN, "shop", {"statefulset.kubernetes.io/pod-name": "cache-0"})
    assert not may_select(SEEN, "other", {"statefulset.kubernetes.io/pod-name": "db-0"})


def test_other_labels_have_to_fit_a_template() -> None:
    assert may_select(SEEN, "shop", {"app": "db", "pod-template-hash": "5f7c"})
    assert not may_select(SEEN, "shop", {"app": "web", "pod-template-hash": "5f7c"})
    assert not may_select(SEEN, "shop", {"app": "db"})
