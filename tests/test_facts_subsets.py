"""Subsets: who defines them, which pods they pick."""

from __future__ import annotations

from generator.facts.istio_hosts import registry
from generator.facts.subsets import host_of, in_force, picked, pod_labels, rules_for, rules_of, subsets_of
from tests.rule_examples import cluster

SEEN = cluster("""
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: all, namespace: istio-system}
spec: {host: "*.local"}
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: here, namespace: istio-system}
spec: {host: "*.shop.svc.cluster.local"}
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: api, namespace: shop}
spec: {host: api, subsets: [{name: v1, labels: {version: v1}}, {name: v2, labels: {version: "2"}}, text]}
---
apiVersion: v1
kind: Service
metadata: {name: api, namespace: shop}
spec: {ports: [{port: 80}], selector: {app: api}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: api, namespace: shop}
spec:
  selector: {matchLabels: {app: api}}
  template: {metadata: {labels: {app: api, version: v1}}, spec: {containers: [{name: api, image: "api:1"}]}}
---
apiVersion: networking.istio.io/v1
kind: WorkloadEntry
metadata: {name: vm, namespace: shop}
spec: {address: 10.0.0.1, labels: {app: api, version: "2"}}
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: db, namespace: shop}
spec: {hosts: [db.example.com], endpoints: [{address: 10.0.0.2, labels: {role: main}}]}
""")
HOST = "api.shop.svc.cluster.local"


def test_the_rule_of_the_host_goes_before_wildcards_the_longest_first() -> None:
    assert [rule.id.name for rule in rules_for(SEEN, HOST)] == ["api", "here", "all"]
    assert [rule.id.name for rule in rules_of(SEEN, HOST)] == ["api"]
    assert [host_of(rule) for rule in SEEN.manifests[:3]] == ["*.local", "*.shop.svc.cluster.local", HOST]


def test_a_subset_picks_pods_and_workload_entries_by_label() -> None:
    pods = pod_labels(SEEN, registry(SEEN).owners(HOST))
    assert [(owner.id.name, labels["version"]) for owner, labels in pods] == [("api", "v1"), ("vm", "2")]
    first, second = subsets_of(SEEN.manifests[2])
    assert [owner.id.name for owner, _ in picked(pods, first)] == ["api"]
    assert [owner.id.name for owner, _ in picked(pods, second)] == ["vm"]


def test_endpoints_of_a_service_entry_count() -> None:
    pods = pod_labels(SEEN, registry(SEEN).owners("db.example.com"))
    assert [labels for _, labels in pods] == [{"role": "main"}]


def test_in_each_namespace_only_the_most_specific_rule_counts() -> None:
    found = in_force(SEEN, HOST)
    assert {space: [rule.id.name for rule in rules] for space, rules in found.items()} == {
        "shop": ["api"],
        "istio-system": ["here"],
    }


def test_a_host_that_is_looked_up_is_an_endpoint_without_labels() -> None:
    seen = cluster("""
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: pay, namespace: shop}
spec: {hosts: [pay.example.com, "*.example.org"], resolution: DNS}
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: any, namespace: shop}
spec: {hosts: [any.example.com]}
""")
    assert [labels for _, labels in pod_labels(seen, registry(seen).owners("pay.example.com"))] == [{}]
    assert pod_labels(seen, registry(seen).owners("any.example.com")) == ()
