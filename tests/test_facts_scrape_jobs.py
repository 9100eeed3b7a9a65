"""The job labels that monitors give, and literal labels of queries that nothing here has."""

from __future__ import annotations

import pytest

from generator.facts import promql
from generator.facts.scrape_jobs import jobs, strangers
from tests.rule_examples import cluster

SHOP = """
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: {name: web, namespace: shop}
spec: {jobLabel: team, selector: {matchLabels: {scrape: "yes"}}, endpoints: [{port: http}]}
---
apiVersion: v1
kind: Service
metadata: {name: checkout, namespace: shop, labels: {scrape: "yes"}}
spec: {selector: {app: checkout}, ports: [{name: http, port: 80}]}
---
apiVersion: v1
kind: Service
metadata: {name: cart, namespace: shop, labels: {scrape: "yes", team: carts}}
spec: {selector: {app: cart}, ports: [{name: http, port: 80}]}
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: {name: pods, namespace: shop}
spec: {selector: {matchLabels: {app: cart}}, podMetricsEndpoints: [{port: http}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart, namespace: shop}
spec:
  selector: {matchLabels: {app: cart}}
  template: {metadata: {labels: {app: cart}}, spec: {containers: [{name: cart, image: "cart:1"}]}}
"""
RELABELLED = SHOP.replace(
    "endpoints: [{port: http}]}", "endpoints: [{port: http, relabelings: [{targetLabel: job}]}]}", 1
)


def test_a_job_is_a_label_of_the_service_or_its_name_and_of_pods_the_monitor() -> None:
    assert jobs(cluster(SHOP)) == frozenset({"checkout", "carts", "shop/pods"})


def test_relabelling_may_give_any_job() -> None:
    assert jobs(cluster(RELABELLED)) is None


NO_JOB = "no monitor here gives the job"


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ('up{job="checkout", namespace="shop"}', []),
        ('up{job="checkout-api", namespace="shop"}', [f"{NO_JOB} `checkout-api`, did you mean `checkout`?"]),
        ('up{job="checkout-api"}', []),
        ('up{job="check-out"}', [f"{NO_JOB} `check-out`, did you mean `checkout`?"]),
        ('kube_pod_info{job="kube-state-metrics", namespace="shop"}', []),
        ('up{namespace="shop-old"}', ["there is no namespace `shop-old`"]),
        ('up{namespace="sh-op"}', ["there is no namespace `sh-op`, did you mean `shop`?"]),
        ('up{namespace="monitoring"}', []),
        ('up{namespace=~"shop-old"}', []),
    ],
)  # fmt: skip
def test_only_what_is_surely_not_here_is_told(query: str, told: list[str]) -> None:
    seen = cluster(SHOP, "closedNamespaces: [shop, shop-old]")
    expression = promql.parse(query)
    assert expression is not None
    assert list(strangers(seen, expression)) == told
