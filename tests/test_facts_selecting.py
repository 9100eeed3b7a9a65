"""Who selects rules and monitors, and what monitors scrape."""

from __future__ import annotations

import pytest

from generator.facts.cluster import Cluster
from generator.facts.relabeling import problems
from generator.facts.scraping import endpoints, interval, pods, services, shortest_interval, targets, timeout
from generator.facts.selecting import RULES, SERVICE_MONITORS, verdicts
from tests.rule_examples import cluster

RULE = """
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: web, namespace: shop, labels: {release: kps}}
spec: {groups: []}
---
apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {team: web}}
"""
PROMETHEUS = """
---
apiVersion: monitoring.coreos.com/v1
kind: Prometheus
metadata: {name: main, namespace: monitoring}
spec: %s
"""
MATCHING = "ruleSelector: {matchLabels: {release: kps}}"


def told(seen: Cluster) -> list[tuple[str, str]]:
    return [(verdict.severity, verdict.message) for verdict in verdicts(seen, RULES)]


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ("{}", [("", "Prometheus `main` does not take it up: it has no ruleSelector")]),
        ("{" + MATCHING + "}", [("", "Prometheus `main` does not take it up: it only looks into `monitoring`")]),
        ("{" + MATCHING + ", ruleNamespaceSelector: {}}", []),
        ("{ruleSelector: {}, ruleNamespaceSelector: {matchLabels: {team: web}}}", []),
        ("{ruleSelector: {}, ruleNamespaceSelector: {matchLabels: {team: api}}}",
         [("", "Prometheus `main` does not take it up: its ruleNamespaceSelector does not match the namespace")]),
        ("{ruleSelector: {matchLabels: {release: x}}, ruleNamespaceSelector: {}}",
         [("", "Prometheus `main` does not take it up: its ruleSelector does not match the labels")]),
    ],
)  # fmt: skip
def test_a_prometheus_selects_by_labels_and_namespace(spec: str, expected: list[tuple[str, str]]) -> None:
    assert told(cluster(RULE + PROMETHEUS % spec)) == expected


def test_the_labels_of_an_unknown_namespace_decide_nothing() -> None:
    spec = "{ruleSelector: {}, ruleNamespaceSelector: {matchLabels: {team: web}}}"
    text = RULE.replace("metadata: {name: shop, labels", "metadata: {name: other, labels")
    assert [severity for severity, _ in told(cluster(text + PROMETHEUS % spec))] == ["unverifiable"]


def test_without_a_prometheus_the_settings_decide_or_nobody_can_tell() -> None:
    assert told(cluster(RULE, "monitoring: {ruleLabels: {release: kps}}")) == []
    other = told(cluster(RULE, "monitoring: {ruleLabels: {release: other}}"))
    assert other == [("", "Prometheus does not take it up: it lacks the label release: other")]
    twice = RULE + "\n---\n" + RULE.replace("name: web", "name: api")
    assert [severity for severity, _ in told(cluster(twice))] == ["unverifiable"]
    assert list(verdicts(cluster(RULE), SERVICE_MONITORS)) == []


SCRAPED = """
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: {name: web, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  endpoints: [{port: metrics}, {port: metrics, interval: 5s, scrapeTimeout: 7s}]
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: {name: web, namespace: shop}
spec: {selector: {}, podMetricsEndpoints: [{port: http}]}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop, labels: {app: web}}
spec: {selector: {app: web}, ports: [{name: metrics, port: 80, targetPort: http}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: "web:1", ports: [{name: http, containerPort: 8080}]}]}
"""


def test_what_monitors_scrape_and_how_often() -> None:
    seen = cluster(SCRAPED)
    (service_monitor,) = seen.all("ServiceMonitor.monitoring.coreos.com")
    (pod_monitor,) = seen.all("PodMonitor.monitoring.coreos.com")
    assert [service.id.name for service in services(service_monitor, seen)] == ["web"]
    assert [template.manifest.id.name for template in pods(pod_monitor, seen)] == ["web"]
    assert [interval(endpoint, seen) for endpoint in endpoints(service_monitor)] == [30.0, 5.0]
    assert [timeout(endpoint, seen) for endpoint in endpoints(service_monitor)] == [10.0, 7.0]
    assert shortest_interval(seen, "shop") == 5.0 and shortest_interval(seen, "other") == 30.0
    found = {target[:4] for monitor in (service_monitor, pod_monitor) for _, target in targets(monitor, seen)}
    assert found == {("shop", "web", 8080, "/metrics")}


@pytest.mark.parametrize(
    ("row", "version", "keys"),
    [
        ({"sourceLabels": ["a"], "targetLabel": "b"}, (3, 0), []),
        ({"action": "Replace", "targetLabel": "b"}, (3, 0), []),
        ({"targetLabel": "${1}_x"}, (3, 0), []),
        ({}, (3, 0), ["targetLabel"]),
        ({"targetLabel": "a-b"}, (3, 0), ["targetLabel"]),
        ({"action": "rename"}, (3, 0), ["action"]),
        ({"action": "hashmod", "targetLabel": "a"}, (3, 0), ["modulus"]),
        ({"action": "lowercase", "targetLabel": "a"}, (2, 35), ["action"]),
        ({"action": "keepequal", "targetLabel": "a"}, (2, 40), ["action"]),
        ({"action": "dropequal", "targetLabel": "a", "regex": "b"}, (3, 0), ["regex"]),
        ({"action": "labeldrop", "regex": "a", "sourceLabels": ["b"], "targetLabel": "c"}, (3, 0),
         ["targetLabel", "sourceLabels"]),
        ({"action": "drop", "regex": "("}, (3, 0), ["regex"]),
        ({"action": "drop", "sourceLabels": ["a"], "regex": "b"}, (3, 0), []),
    ],
)  # fmt: skip
def test_relabelling(row: dict[str, object], version: tuple[int, int], keys: list[str]) -> None:
    assert [key for key, _, _, _ in problems(row, version, "x")] == keys
