"""The bundled schemas say what the upstream CRDs say: compared field by field with the files beside the checkout."""

from __future__ import annotations

from functools import lru_cache

import pytest
from upstream_crds import COLUMNS, bundled, facts, index, inside, needed, upstream

pytestmark = needed

FLOORS = """
argoproj.io/v1alpha1/AnalysisRun 1173 235 11 6 0 0 43 0 24
argoproj.io/v1alpha1/AnalysisTemplate 1172 234 11 6 0 0 43 0 24
argoproj.io/v1alpha1/AppProject 86 20 0 0 1 0 0 0 0
argoproj.io/v1alpha1/Application 606 61 0 1 1 0 5 0 0
argoproj.io/v1alpha1/ApplicationSet 9610 1250 4 24 24 0 73 0 0
argoproj.io/v1alpha1/ClusterAnalysisTemplate 1172 234 11 6 0 0 43 0 24
argoproj.io/v1alpha1/Experiment 1018 204 0 6 0 0 36 0 24
argoproj.io/v1alpha1/Rollout 1318 249 0 6 0 0 40 0 24
eventing.keda.sh/v1alpha1/CloudEventSource 16 4 40 0 0 0 0 0 0
eventing.keda.sh/v1alpha1/ClusterCloudEventSource 16 4 40 0 0 0 0 0 0
extensions.istio.io/v1alpha1/TrafficExtension 37 6 19 3 21 1 0 1 2
extensions.istio.io/v1alpha1/WasmPlugin 39 7 19 5 24 0 0 1 2
external-secrets.io/v1/ClusterExternalSecret 140 28 100 13 36 0 0 0 0
external-secrets.io/v1/ClusterSecretStore 920 196 48 365 738 0 1 0 0
external-secrets.io/v1/ExternalSecret 111 23 100 11 32 0 0 0 0
external-secrets.io/v1/SecretStore 920 196 48 365 738 0 1 0 0
external-secrets.io/v1alpha1/ClusterPushSecret 117 25 41 9 20 0 0 0 0
external-secrets.io/v1alpha1/PushSecret 99 22 41 8 18 0 0 0 0
external-secrets.io/v1beta1/ClusterExternalSecret 118 22 76 13 32 0 0 0 0
external-secrets.io/v1beta1/ClusterSecretStore 716 162 40 274 556 0 0 0 0
external-secrets.io/v1beta1/ExternalSecret 89 17 76 11 28 0 0 0 0
external-secrets.io/v1beta1/SecretStore 716 162 40 274 556 0 0 0 0
keda.sh/v1alpha1/ClusterTriggerAuthentication 147 64 35 0 4 0 0 0 0
keda.sh/v1alpha1/ScaledJob 1335 263 16 17 7 0 47 0 25
keda.sh/v1alpha1/ScaledObject 56 14 9 2 11 0 2 0 0
keda.sh/v1alpha1/TriggerAuthentication 147 64 35 0 4 0 0 0 0
monitoring.coreos.com/v1/Alertmanager 1489 280 60 36 15 0 41 0 14
monitoring.coreos.com/v1/PodMonitor 185 25 76 7 12 0 2 0 0
monitoring.coreos.com/v1/Probe 192 26 96 6 16 0 1 0 1
monitoring.coreos.com/v1/Prometheus 2031 351 274 61 53 0 46 0 16
monitoring.coreos.com/v1/PrometheusRule 22 2 0 5 2 0 1 0 1
monitoring.coreos.com/v1/ServiceMonitor 191 26 78 7 10 0 2 0 0
monitoring.coreos.com/v1/ThanosRuler 1444 271 82 39 21 0 41 0 14
monitoring.coreos.com/v1alpha1/AlertmanagerConfig 1995 359 254 64 115 0 0 0 1
monitoring.coreos.com/v1alpha1/PrometheusAgent 1669 295 182 42 43 0 43 0 10
monitoring.coreos.com/v1alpha1/ScrapeConfig 2095 395 389 86 110 0 1 0 4
monitoring.coreos.com/v1beta1/AlertmanagerConfig 1965 385 254 64 165 0 0 0 0
networking.istio.io/v1/DestinationRule 349 18 56 0 84 8 0 30 0
networking.istio.io/v1/Gateway 42 5 16 0 8 0 0 0 0
networking.istio.io/v1/ServiceEntry 32 3 7 0 24 0 0 0 1
networking.istio.io/v1/Sidecar 97 3 30 0 20 0 0 0 0
networking.istio.io/v1/VirtualService 211 12 5 0 26 12 0 5 0
networking.istio.io/v1/WorkloadEntry 11 0 0 0 10 0 0 0 0
networking.istio.io/v1/WorkloadGroup 41 4 0 1 24 1 0 0 0
networking.istio.io/v1alpha3/DestinationRule 349 18 56 0 84 8 0 30 0
networking.istio.io/v1alpha3/EnvoyFilter 64 2 33 2 18 1 0 0 0
networking.istio.io/v1alpha3/Gateway 42 5 16 0 8 0 0 0 0
networking.istio.io/v1alpha3/ServiceEntry 32 3 7 0 24 0 0 0 1
networking.istio.io/v1alpha3/Sidecar 97 3 30 0 20 0 0 0 0
networking.istio.io/v1alpha3/VirtualService 211 12 5 0 26 12 0 5 0
networking.istio.io/v1alpha3/WorkloadEntry 11 0 0 0 10 0 0 0 0
networking.istio.io/v1alpha3/WorkloadGroup 41 4 0 1 24 1 0 0 0
networking.istio.io/v1beta1/DestinationRule 349 18 56 0 84 8 0 30 0
networking.istio.io/v1beta1/Gateway 42 5 16 0 8 0 0 0 0
networking.istio.io/v1beta1/ProxyConfig 10 0 0 0 4 0 0 1 0
networking.istio.io/v1beta1/ServiceEntry 32 3 7 0 24 0 0 0 1
networking.istio.io/v1beta1/Sidecar 97 3 30 0 20 0 0 0 0
networking.istio.io/v1beta1/VirtualService 211 12 5 0 26 12 0 5 0
networking.istio.io/v1beta1/WorkloadEntry 11 0 0 0 10 0 0 0 0
networking.istio.io/v1beta1/WorkloadGroup 41 4 0 1 24 1 0 0 0
security.istio.io/v1/AuthorizationPolicy 78 5 4 4 19 1 0 0 0
security.istio.io/v1/PeerAuthentication 10 0 8 0 3 0 0 0 0
security.istio.io/v1/RequestAuthentication 41 7 0 5 27 0 0 0 0
security.istio.io/v1beta1/AuthorizationPolicy 78 5 4 4 19 1 0 0 0
security.istio.io/v1beta1/PeerAuthentication 10 0 8 0 3 0 0 0 0
security.istio.io/v1beta1/RequestAuthentication 41 7 0 5 27 0 0 0 0
telemetry.istio.io/v1/Telemetry 67 11 22 4 23 2 0 7 0
telemetry.istio.io/v1alpha1/Telemetry 67 11 22 4 23 2 0 7 0
"""
"""How much of each upstream CRD is there, outside the subtrees that the index calls partial: one number a column."""


@lru_cache
def compared(key: str) -> tuple[tuple[tuple[int, int], ...], dict[str, list[str]]]:
    """By column (there, wanted), and what is lacking or would refuse a valid object."""
    partial = index()["kinds"][key]["partial"]
    theirs, mine = facts(upstream()[key]), facts(bundled(key))
    counts, lacking = [], {}
    for column in COLUMNS:
        wanted = {(path, detail) for path, detail in theirs[column] if not inside(path, partial)}
        counts.append((len(wanted & mine[column]), len(wanted)))
        lacking[column] = sorted(f"{path} {detail}" for path, detail in wanted - mine[column])
    paths = {path for path, _ in theirs["fields"]}
    lacking["required without need"] = sorted(
        f"{p} {d}" for p, d in mine["required"] - theirs["required"] if p in paths
    )
    enums = {path for path, _ in mine["enums"]}
    lacking["enum values refused"] = [row for row in lacking["enums"] if row.partition(" ")[0] in enums]
    return tuple(counts), lacking


def floors() -> dict[str, list[int]]:
    rows = [line.split() for line in FLOORS.strip().splitlines()]
    return {row[0]: [int(number) for number in row[1:]] for row in rows}


def test_every_upstream_kind_is_bundled() -> None:
    assert sorted(upstream().keys() - index()["kinds"].keys()) == []


def test_fidelity_does_not_drop(capsys: pytest.CaptureFixture[str]) -> None:
    found = {key: compared(key)[0] for key in sorted(upstream())}
    with capsys.disabled():
        print(f"\n{'kind':58}" + "".join(f"{column:>13}" for column in COLUMNS))
        for key, counts in found.items():
            print(f"{key:58}" + "".join(f"{f'{there}/{wanted}' if wanted else '-':>13}" for there, wanted in counts))
    drops = [
        f"{key} {column}: {there} of {wanted}, was {floor}"
        for key, numbers in floors().items()
        for column, (there, wanted), floor in zip(COLUMNS, found[key], numbers, strict=True)
        if there < floor
    ]
    assert drops == []


def test_floors_cover_every_upstream_kind() -> None:
    assert floors().keys() == upstream().keys()


@pytest.mark.parametrize(
    "column", ["fields", "required without need", "enum values refused", "nullable", "intOrString"]
)
def test_nothing_upstream_accepts_is_refused(column: str) -> None:
    assert {key: rows for key in sorted(upstream()) if (rows := compared(key)[1][column])} == {}


def test_partial_subtrees_exist_and_only_external_secrets_has_them() -> None:
    partial = {
        key: entry["partial"] for key, entry in index()["kinds"].items() if key in upstream() and entry["partial"]
    }
    assert sorted(partial) == ["external-secrets.io/v1/ClusterSecretStore", "external-secrets.io/v1/SecretStore"]
    for key, pointers in partial.items():
        paths = {path for path, _ in facts(upstream()[key])["fields"]}
        assert [pointer for pointer in pointers if pointer not in paths] == []
