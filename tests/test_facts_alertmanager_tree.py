"""The routes of AlertmanagerConfigs as one tree."""

from __future__ import annotations

import pytest

from generator.facts.alertmanager_tree import every_route, inhibitions, namespaced, root, strategy
from generator.facts.cluster import Cluster
from tests.rule_examples import cluster

OBJECT = """
apiVersion: monitoring.coreos.com/v1alpha1
kind: AlertmanagerConfig
metadata: {name: shop, namespace: shop}
spec:
  route:
    receiver: team
    matchers: [{name: namespace, value: other}, {name: team, value: shop, matchType: "="}]
    routes:
      - receiver: pager
        matchers: [{name: severity, value: critical}]
        routes: [{matchers: [{name: a, value: "b.*", regex: true}]}]
      - {continue: true}
  inhibitRules: [{equal: [job], sourceMatch: [{name: namespace, value: x}], targetMatch: [{name: a, value: b}]}]
  receivers: [{name: team}, {name: pager}]
"""
ALERTMANAGER = """
---
apiVersion: monitoring.coreos.com/v1
kind: Alertmanager
metadata: {name: main, namespace: monitoring}
spec: {alertmanagerConfigMatcherStrategy: {type: "%s"}}
"""


def routes(seen: Cluster) -> list[tuple[str, list[str], bool, int]]:
    (manifest,) = seen.all("AlertmanagerConfig.monitoring.coreos.com")
    return [(r.receiver, [str(m) for m in r.line], r.goes_on, r.depth) for r in every_route(manifest, seen)]


def test_the_operator_adds_the_namespace_and_lets_the_first_level_go_on() -> None:
    top = ['team="shop"', 'namespace="shop"']
    assert routes(cluster(OBJECT)) == [
        ("team", top, True, 0),
        ("pager", [*top, 'severity="critical"'], False, 1),
        ("pager", [*top, 'severity="critical"', 'a=~"b.*"'], False, 2),
        ("team", top, True, 1),
    ]


def test_without_a_strategy_the_matchers_stay_as_written() -> None:
    seen = cluster(OBJECT + ALERTMANAGER % "None")
    assert routes(seen)[0] == ("team", ['namespace="other"', 'team="shop"'], True, 0)


@pytest.mark.parametrize(
    ("text", "settings", "expected"),
    [
        (OBJECT, "", ("OnNamespace", False, True)),
        (OBJECT, "monitoring: {alertmanager: {matcherStrategy: 'None'}}", ("None", True, False)),
        (OBJECT + ALERTMANAGER % "OnNamespaceExceptForAlertmanagerNamespace", "", (
            "OnNamespaceExceptForAlertmanagerNamespace", True, True)),
        (OBJECT.replace("namespace: shop}", "namespace: monitoring}")
         + ALERTMANAGER % "OnNamespaceExceptForAlertmanagerNamespace", "", (
            "OnNamespaceExceptForAlertmanagerNamespace", True, False)),
    ],
)  # fmt: skip
def test_the_strategy_comes_from_alertmanager_or_from_the_settings(
    text: str, settings: str, expected: tuple[str, bool, bool]
) -> None:
    seen = cluster(text, settings)
    (manifest,) = seen.all("AlertmanagerConfig.monitoring.coreos.com")
    assert (*strategy(seen), namespaced(manifest, seen)) == expected


def test_inhibit_rules_are_narrowed_too() -> None:
    seen = cluster(OBJECT)
    (manifest,) = seen.all("AlertmanagerConfig.monitoring.coreos.com")
    (rule,) = inhibitions(manifest, seen)
    assert [str(m) for m in rule.source] == ['namespace="shop"']
    assert [str(m) for m in rule.target] == ['a="b"', 'namespace="shop"']


def test_an_object_without_a_route_has_no_tree() -> None:
    seen = cluster(OBJECT.replace("  route:\n", "  unused:\n"))
    (manifest,) = seen.all("AlertmanagerConfig.monitoring.coreos.com")
    assert root(manifest, seen) is None and list(every_route(manifest, seen)) == []
