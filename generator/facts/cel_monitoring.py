"""CEL rules of prometheus-operator's CRDs that have no rule of their own.

Source: the x-kubernetes-validations of prometheus-operator example/prometheus-operator-crd, in release 0.93.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.facts import kinds
from generator.facts.cel import Violation, at_most_one
from generator.facts.cluster import mapping, rows
from generator.facts.fields import entries, text, whole
from generator.facts.selecting import ALERTMANAGER, PROMETHEUS, PROMETHEUS_AGENT, THANOS_RULER
from generator.model import Path

_SPEC: Path = ("spec",)
_NOT_ON_NODES = (
    ("replicas", "storage", "persistentVolumeClaimRetentionPolicy", "scrapeConfigSelector", "probeSelector")
    + ("scrapeConfigNamespaceSelector", "probeNamespaceSelector", "serviceMonitorSelector")
    + ("serviceMonitorNamespaceSelector", "additionalScrapeConfigs", "shardingStrategy")
)  # fmt: skip


def _update(body: Mapping[str, Any]) -> Iterator[Violation]:
    strategy = mapping(body, "spec", "updateStrategy")
    if "rollingUpdate" in strategy and strategy.get("type") != "RollingUpdate":
        path = (*_SPEC, "updateStrategy", "rollingUpdate")
        yield Violation(path, "rollingUpdate goes with type RollingUpdate only", "remove it, or set the type")


def _sharding(body: Mapping[str, Any]) -> Iterator[Violation]:
    strategy = mapping(body, "spec", "shardingStrategy")
    path = (*_SPEC, "shardingStrategy", "topology")
    topology = strategy.get("topology")
    if topology is not None and strategy.get("mode") != "Topology":
        yield Violation(path, "topology goes with mode Topology only", "remove it, or set the mode")
        return
    values = rows(topology, "values")
    shards = whole(body, "spec", "shards")
    have = 1 if shards is None else shards
    if have < len(values):
        yield Violation(
            path, f"{len(values)} values of the topology need as many shards, there are {have}", "set shards"
        )


def _signature(node: Mapping[str, Any], path: Path) -> Iterator[Violation]:
    sigv4 = mapping(node, "sigv4")
    if "externalId" in sigv4 and "roleArn" not in sigv4:
        yield Violation((*path, "sigv4", "externalId"), "externalId needs roleArn", "name the role, or remove it")


def _remote_write(body: Mapping[str, Any]) -> Iterator[Violation]:
    for n, row in entries(body, "spec", "remoteWrite"):
        yield from _signature(row, (*_SPEC, "remoteWrite", n))


def _alerting(body: Mapping[str, Any]) -> Iterator[Violation]:
    for n, row in entries(body, "spec", "alerting", "alertmanagers"):
        yield from _signature(row, (*_SPEC, "alerting", "alertmanagers", n))


def _on_nodes(body: Mapping[str, Any]) -> Iterator[Violation]:
    if text(body, "spec", "mode") != "DaemonSet":
        return
    for field in _NOT_ON_NODES:
        if field in mapping(body, "spec"):
            yield Violation((*_SPEC, field), f"{field} cannot be set in mode DaemonSet", "remove it")
    if (whole(body, "spec", "shards") or 0) > 1:
        yield Violation((*_SPEC, "shards"), "there is one shard in mode DaemonSet", "remove it")


def _notifications(body: Mapping[str, Any]) -> Iterator[Violation]:
    for n, receiver in entries(body, "spec", "receivers"):
        for m, row in entries(receiver, "snsConfigs"):
            yield from _signature(row, (*_SPEC, "receivers", n, "snsConfigs", m))


def _scrape_config(body: Mapping[str, Any]) -> Iterator[Violation]:
    yield from at_most_one(mapping(body, "spec"), _SPEC, "basicAuth", "authorization", "oauth2")


CHECKS = {
    kinds.ALERTMANAGER_CONFIG: (_notifications,),
    ALERTMANAGER: (_update,),
    PROMETHEUS: (_update, _sharding, _remote_write, _alerting),
    PROMETHEUS_AGENT: (_update, _sharding, _remote_write, _on_nodes),
    THANOS_RULER: (_update, _remote_write),
    "ScrapeConfig.monitoring.coreos.com": (_scrape_config,),
}
