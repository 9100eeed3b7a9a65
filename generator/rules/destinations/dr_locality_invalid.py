"""locality settings that contradict each other

Why: istiod refuses distribute beside failover, shares that do not add up to 100, and failover to the same region; and
failover without outlier detection never happens, since nothing is ever found unhealthy.
Source: istio pkg/config/validation/agent/validation.go, ValidateLocalityLbSetting.
Bad:
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api, namespace: shop}
    spec:
      host: api
      trafficPolicy:
        loadBalancer: {localityLbSetting: {distribute: [{from: eu, to: {eu: 80, us: 30}}]}}
Bad (failover that never happens):
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api, namespace: shop}
    spec:
      host: api
      trafficPolicy:
        loadBalancer: {localityLbSetting: {failover: [{from: eu, to: us}]}}
Bad (to itself):
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api, namespace: shop}
    spec:
      host: api
      trafficPolicy:
        outlierDetection: {consecutive5xxErrors: 5}
        loadBalancer: {localityLbSetting: {failover: [{from: eu, to: eu}]}}
Good:
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api, namespace: shop}
    spec:
      host: api
      trafficPolicy:
        outlierDetection: {consecutive5xxErrors: 5}
        loadBalancer: {localityLbSetting: {failover: [{from: eu, to: us}]}}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping, rows
from generator.facts.fields import entries, text
from generator.facts.traffic_policies import policies
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.DESTINATION_RULE,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for policy in policies(manifest):
        setting = mapping(policy.body, "loadBalancer", "localityLbSetting")
        if not setting:
            continue
        path: Path = (*policy.path, "loadBalancer", "localityLbSetting")
        if setting.get("distribute") and setting.get("failover"):
            yield Problem("distribute and failover exclude each other", (*path, "failover"), fix="keep one of them")
            continue
        yield from _distribute(setting, path)
        yield from _failover(setting, path)
        wants = rows(setting, "failover") or rows(setting, "failoverPriority")
        if wants and policy.body.get("outlierDetection") is None:
            yield Problem(
                "failover without outlierDetection never happens",
                path,
                fix="add outlierDetection beside loadBalancer",
                severity="warning",
            )


def _distribute(setting: Mapping[str, Any], path: Path) -> Iterator[Problem]:
    for n, row in entries(setting, "distribute"):
        shares = [share for share in mapping(row, "to").values() if isinstance(share, int)]
        here = (*path, "distribute", n, "to")
        if any(not 1 <= share <= 100 for share in shares):
            yield Problem("a share is outside 1 to 100", here, fix="write shares of 1 to 100")
        elif sum(shares) != 100:
            yield Problem(f"the shares add up to {sum(shares)}, not 100", here, fix="make them add up to 100")


def _failover(setting: Mapping[str, Any], path: Path) -> Iterator[Problem]:
    for n, row in entries(setting, "failover"):
        start, end, here = text(row, "from"), text(row, "to"), (*path, "failover", n)
        if start == end:
            yield Problem(f"failover from `{start}` to itself", here, fix="name another region")
        elif any(sign in start + end for sign in "/*"):
            yield Problem("failover names regions only", here, fix="write regions without zone or wildcard")
