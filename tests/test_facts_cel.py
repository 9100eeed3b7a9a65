"""CEL rules of CRDs, judged by our own functions."""

from __future__ import annotations

from typing import Any

import pytest

from generator.facts.cel import checks, violations
from generator.model import pointer

SE, WE, WG = (f"{kind}.networking.istio.io" for kind in ("ServiceEntry", "WorkloadEntry", "WorkloadGroup"))
DR, SIDECAR, FILTER = (f"{kind}.networking.istio.io" for kind in ("DestinationRule", "Sidecar", "EnvoyFilter"))
PEER, REQUEST = (f"{kind}.security.istio.io" for kind in ("PeerAuthentication", "RequestAuthentication"))
TELEMETRY = "Telemetry.telemetry.istio.io"
WASM, TRAFFIC = (f"{kind}.extensions.istio.io" for kind in ("WasmPlugin", "TrafficExtension"))


def endpoint(**fields: Any) -> dict[str, Any]:
    return {"endpoints": [fields]}


def detection(interval: str) -> dict[str, Any]:
    return {"trafficPolicy": {"outlierDetection": {"interval": interval}}}


@pytest.mark.parametrize(
    ("kind", "spec", "expected"),
    [
        (DR, detection("0s"), ["/spec/trafficPolicy/outlierDetection/interval"]),
        (DR, detection("1ms"), []),
        (DR, {"subsets": [detection("0s")]}, ["/spec/subsets/0/trafficPolicy/outlierDetection/interval"]),
        (SIDECAR, {"inboundConnectionPool": {"tcp": {"connectTimeout": "1us"}}},
         ["/spec/inboundConnectionPool/tcp/connectTimeout"]),
        (SIDECAR, {"ingress": [{"tls": {"credentialNames": ["a"], "credentialName": "b"}}]},
         ["/spec/ingress/0/tls/credentialName"]),
        (SIDECAR, {"ingress": [{"tls": {"credentialName": "b", "tlsCertificates": []}}]}, []),
        (SE, endpoint(network="n"), []),
        (SE, endpoint(labels={}), ["/spec/endpoints/0"]),
        (SE, endpoint(address="unix://run/a"), ["/spec/endpoints/0/address"]),
        (SE, endpoint(address="unix:///run/"), ["/spec/endpoints/0/address"]),
        (SE, endpoint(address="unix://@a", ports={"http": 80}), ["/spec/endpoints/0/ports"]),
        (SE, endpoint(address="10.0.0.1", ports={"a_b": 80, "ok": 70000}),
         ["/spec/endpoints/0/ports/a_b", "/spec/endpoints/0/ports/ok"]),
        (WE, {"labels": {}}, ["/spec"]),
        (WE, {"address": "10.0.0.1", "ports": {"http": 80}}, []),
        (WG, {"template": {"ports": {"-a": 1}}}, ["/spec/template/ports/-a"]),
        (WG, {"template": {}, "probe": {"httpGet": {"scheme": "TCP", "port": 0}}},
         ["/spec/probe/httpGet/scheme", "/spec/probe/httpGet/port"]),
        (PEER, {"portLevelMtls": {"0": {}, "80": {}, "x": {}}}, ["/spec/portLevelMtls/0", "/spec/portLevelMtls/x"]),
        (REQUEST, {"selector": {}, "targetRefs": [{"namespace": "a"}]},
         ["/spec/targetRefs", "/spec/targetRefs/0/namespace"]),
        (REQUEST, {"jwtRules": [{"timeout": "0s"}, {"timeout": "5s"}]}, ["/spec/jwtRules/0/timeout"]),
        (TELEMETRY, {"metrics": [{"reportingInterval": "1x"}]}, ["/spec/metrics/0/reportingInterval"]),
        (TELEMETRY, {"metrics": [{"overrides": [{"tagOverrides": {"a": {"operation": "UPSERT"}, "b": {}}}]}]},
         ["/spec/metrics/0/overrides/0/tagOverrides/a"]),
        (FILTER, {"configPatches": [{"match": {"context": "WAYPOINT"}}]}, ["/spec/configPatches/0/match"]),
        (FILTER, {"configPatches": [{"match": {"context": "ANY", "waypoint": {"portNumber": 0}}}]},
         ["/spec/configPatches/0/match/waypoint", "/spec/configPatches/0/match/waypoint/portNumber"]),
        (FILTER, {"workloadSelector": {}, "targetRefs": []}, ["/spec/targetRefs"]),
        (WASM, {"url": "ftp://a"}, ["/spec/url"]),
        (WASM, {"url": "ghcr.io/a/b:1", "vmConfig": {"env": [{"name": "A", "valueFrom": "HOST", "value": "b"}]}},
         ["/spec/vmConfig/env/0/value"]),
        (TRAFFIC, {}, ["/spec"]),
        (TRAFFIC, {"wasm": {"url": "oci://a"}}, []),
    ],
)  # fmt: skip
def test_a_broken_rule_is_told_at_its_field(kind: str, spec: dict[str, Any], expected: list[str]) -> None:
    assert [pointer(found.path) for found in violations(kind, {"spec": spec})] == expected


@pytest.mark.parametrize("spec", [None, "text", [], {"endpoints": "x", "metrics": 5, "configPatches": [1, None]}])
def test_no_body_makes_a_check_stumble(spec: Any) -> None:
    for kind in checks():
        assert all(found.message and found.fix for found in violations(kind, {"spec": spec}))


def test_a_kind_without_such_rules_has_no_violation() -> None:
    assert list(violations("Service", {"spec": {}})) == []
