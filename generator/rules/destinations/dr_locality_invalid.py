"""locality settings that contradict each other

Why: istiod refuses distribute beside failover, shares that do not add up to 100, localities that overlap, and failover
to the same region or beside a priority by region; and failover without outlier detection never happens, since nothing
is ever found unhealthy.
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
Bad (localities that overlap):
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api, namespace: shop}
    spec:
      host: api
      trafficPolicy:
        loadBalancer: {localityLbSetting: {distribute: [{from: eu/west, to: {eu: 80, eu/west: 20}}]}}
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
NEEDS = ("localityLbSetting",)

_TOPOLOGY = ("topology.kubernetes.io/region", "topology.kubernetes.io/zone", "topology.istio.io/subzone")


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
        yield from _localities(
            [text(row, "from") for _, row in entries(setting, "distribute")], (*path, "distribute"), ordered=True
        )
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
        else:
            yield from _localities([str(place) for place in mapping(row, "to")], here, ordered=False)


def _localities(places: list[str], path: Path, *, ordered: bool) -> Iterator[Problem]:
    """Localities are written region/zone/subzone, with one star at the end at most, and none may hold a later one.

    Where they stand in a mapping, istiod meets them in any order.
    """
    seen: list[list[str]] = []
    for place in places:
        parts = place.split("/", 2)
        if "" in parts:
            yield Problem(f"locality `{place}` has an empty part", path, fix="write region/zone/subzone")
        elif "*" in place[:-1]:
            yield Problem(f"locality `{place}` has a star before its end", path, fix="write a star at the end only")
        elif any(_clash(other, parts) or (not ordered and _clash(parts, other)) for other in seen):
            sure = ordered or any(_clash(other, parts) and _clash(parts, other) for other in seen)
            fix, severity = "write the localities so that none holds another", "error" if sure else "warning"
            yield Problem(f"locality `{place}` overlaps another one", path, fix=fix, severity=severity)
        seen.append(parts)


def _clash(first: list[str], second: list[str]) -> bool:
    """Whether istiod refuses a locality behind another one."""
    if first == ["*"]:
        return True
    return all(one == other or (n and one == "*") for n, (one, other) in enumerate(zip(first, second, strict=False)))


def _failover(setting: Mapping[str, Any], path: Path) -> Iterator[Problem]:
    for n, row in entries(setting, "failover"):
        start, end, here = text(row, "from"), text(row, "to"), (*path, "failover", n)
        if start == end:
            yield Problem(f"failover from `{start}` to itself", here, fix="name another region")
        elif any(sign in start + end for sign in "/*"):
            yield Problem("failover names regions only", here, fix="write regions without zone or wildcard")
    for n, label in enumerate(rows(setting, "failoverPriority") if rows(setting, "failover") else ()):
        if label in _TOPOLOGY:
            here = (*path, "failoverPriority", n)
            yield Problem(f"failover beside a priority by `{label}`", here, fix="keep one of them")
