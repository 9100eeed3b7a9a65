"""CEL rules of CRDs, judged by our own functions."""

from __future__ import annotations

from typing import Any

import pytest

from generator.facts.cel import checks, violations
from generator.model import pointer

SE, WE, WG = (f"{kind}.networking.istio.io" for kind in ("ServiceEntry", "WorkloadEntry", "WorkloadGroup"))
DR, SIDECAR, FILTER = (f"{kind}.networking.istio.io" for kind in ("DestinationRule", "Sidecar", "EnvoyFilter"))
PEER, REQUEST = (f"{kind}.security.istio.io" for kind in ("PeerAuthentication", "RequestAuthentication"))
GATEWAY, AUTHORIZATION = "Gateway.networking.istio.io", "AuthorizationPolicy.security.istio.io"
TELEMETRY = "Telemetry.telemetry.istio.io"
WASM, TRAFFIC = (f"{kind}.extensions.istio.io" for kind in ("WasmPlugin", "TrafficExtension"))


def endpoint(**fields: Any) -> dict[str, Any]:
    return {"endpoints": [fields]}


def detection(interval: str) -> dict[str, Any]:
    return {"trafficPolicy": {"outlierDetection": {"interval": interval}}}


def warm_up(duration: str) -> dict[str, Any]:
    return {"trafficPolicy": {"loadBalancer": {"warmup": {"duration": duration}}}}


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
        (REQUEST, {"targetRef": {}, "targetRefs": [{"namespace": "a"}]}, ["/spec/targetRefs"]),
        (REQUEST, {"jwtRules": [{"jwks": "{}", "jwksUri": "https://a"}]}, ["/spec/jwtRules/0/jwks"]),
        (REQUEST, {"jwtRules": [{"jwks_uri": "ftp://a"}]}, ["/spec/jwtRules/0/jwks_uri"]),
        (AUTHORIZATION, {"targetRef": {}, "targetRefs": []}, ["/spec/targetRefs"]),
        (AUTHORIZATION, {"selector": {}, "targetRefs": []}, []),
        (GATEWAY, {"servers": [{"tls": {"credentialName": "a", "credentialNames": ["b"]}}]},
         ["/spec/servers/0/tls/credentialName"]),
        (GATEWAY, {"servers": [{"tls": {"credentialName": "a", "tlsCertificates": []}}]}, []),
        (DR, warm_up("500us"), ["/spec/trafficPolicy/loadBalancer/warmup/duration"]),
        (DR, warm_up("1s"), []),
        (FILTER, {"workloadSelector": {"labels": {"a": "b*"}}}, ["/spec/workloadSelector/labels/a"]),
        (WASM, {"url": "a", "selector": {"matchLabels": {"": "a", "b*": "c"}}},
         ["/spec/selector/matchLabels/", "/spec/selector/matchLabels/b*"]),
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


STORE, PUSH, PUSH_ALL = (f"{kind}.external-secrets.io" for kind in ("SecretStore", "PushSecret", "ClusterPushSecret"))


def provider(**fields: Any) -> dict[str, Any]:
    return {"provider": fields}


@pytest.mark.parametrize(
    ("kind", "spec", "expected"),
    [
        (PUSH, {"dataTo": [{"storeRef": {"name": "a"}}]}, []),
        (PUSH, {"dataTo": [{}]}, ["/spec/dataTo/0"]),
        (PUSH, {"dataTo": [{"storeRef": {"name": "a"}, "remoteKey": "b", "rewrite": [{"regexp": {}}]}]},
         ["/spec/dataTo/0/rewrite"]),
        (PUSH, {"dataTo": [{"storeRef": {"labelSelector": {}}, "rewrite": [{}, {"regexp": {}, "transform": {}}]}]},
         ["/spec/dataTo/0/rewrite/0", "/spec/dataTo/0/rewrite/1/transform"]),
        (PUSH_ALL, {"pushSecretSpec": {"dataTo": [{}]}}, ["/spec/pushSecretSpec/dataTo/0"]),
        (STORE, provider(aws={"customSessionTags": {"esoNamespace": "a", "b": "c"}}),
         ["/spec/provider/aws/customSessionTags/esoNamespace"]),
        (STORE, provider(crd={}), ["/spec/provider/crd"]),
        (STORE, provider(doppler={"auth": {"secretRef": {}, "oidcConfig": {}}}),
         ["/spec/provider/doppler/auth/oidcConfig"]),
        (STORE, provider(nebiusmysterybox={"auth": {}}), ["/spec/provider/nebiusmysterybox/auth"]),
        (STORE, provider(onepasswordSDK={"vault": "a", "environment": "b"}),
         ["/spec/provider/onepasswordSDK/environment"]),
        (STORE, provider(onepasswordSDK={}), []),
        (STORE, provider(openBao={"auth": {"appRole": {"roleId": "a"}}, "caBundle": "", "caProvider": {}}),
         ["/spec/provider/openBao/caProvider"]),
        (STORE, provider(openBao={"auth": {}}), ["/spec/provider/openBao/auth"]),
        (STORE, provider(pulumi={"auth": {"accessToken": {}}, "accessToken": {}}),
         ["/spec/provider/pulumi/accessToken"]),
        (STORE, provider(secretserver={"token": {"value": "a"}}), []),
        (STORE, provider(secretserver={"username": {"value": "a"}}), ["/spec/provider/secretserver"]),
        (STORE, provider(secretserver={"token": {}}), ["/spec/provider/secretserver/token"]),
        (STORE, provider(vault={"server": "https://a"}), []),
    ],
)  # fmt: skip
def test_external_secrets_are_judged(kind: str, spec: dict[str, Any], expected: list[str]) -> None:
    assert [pointer(found.path) for found in violations(kind, {"spec": spec})] == expected


FLOW, CRON = "Workflow.argoproj.io", "CronWorkflow.argoproj.io"


def dag(**task: Any) -> dict[str, Any]:
    return {"templates": [{"dag": {"tasks": [{"name": "a", "template": "b", **task}]}}]}


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ({"templates": [{"container": {}}, {"steps": [[{"name": "a", "template": "b"}]]}]}, []),
        ({"templates": [{"container": {}, "script": {}}]}, ["/templates/0/script"]),
        ({"templates": [{"steps": [], "timeout": "5m"}]}, ["/templates/0/timeout"]),
        ({"templates": [{"dag": {}, "activeDeadlineSeconds": 5}]}, ["/templates/0/activeDeadlineSeconds"]),
        ({"templates": [{"container": {}, "timeout": "5m"}]}, []),
        ({"templates": [{"resource": {"manifest": "a", "manifestFrom": {}}}]}, ["/templates/0/resource/manifestFrom"]),
        (dag(depends="x", dependencies=["x"]), ["/templates/0/dag/tasks/0/dependencies"]),
        (dag(depends="x", continueOn={"failed": True}), ["/templates/0/dag/tasks/0/continueOn"]),
        (dag(depends="x", name="1a"), ["/templates/0/dag/tasks/0/name"]),
        (dag(name="1a"), []),
        (dag(withSequence={"count": 1, "end": 2}), ["/templates/0/dag/tasks/0/withSequence/end"]),
        (dag(arguments={"artifacts": [{"s3": {}, "git": {}}]}),
         ["/templates/0/dag/tasks/0/arguments/artifacts/0/git"]),
        ({"templates": [{"steps": [[{"withSequence": {"count": 1, "end": 2}}]]}]},
         ["/templates/0/steps/0/0/withSequence/end"]),
        ({"templates": [{"inputs": {"artifacts": [{"http": {}, "raw": {}}]}}]},
         ["/templates/0/inputs/artifacts/0/raw"]),
        ({"metrics": {"prometheus": [{"gauge": {"realtime": True, "value": "{{workflow.resourcesDuration.cpu}}"}}]}},
         ["/metrics/prometheus/0/gauge/value"]),
    ],
)  # fmt: skip
def test_workflows_are_judged(spec: dict[str, Any], expected: list[str]) -> None:
    assert [pointer(found.path) for found in violations(FLOW, {"spec": spec})] == [f"/spec{path}" for path in expected]
    inside = [pointer(found.path) for found in violations(CRON, {"spec": {"workflowSpec": spec}})]
    assert inside == [f"/spec/workflowSpec{path}" for path in expected]


@pytest.mark.parametrize(
    "spec",
    [None, "text", [], {"endpoints": "x", "metrics": 5, "configPatches": [1, None], "templates": [5, {"steps": 5}]}],
)
def test_no_body_makes_a_check_stumble(spec: Any) -> None:
    for kind in checks():
        assert all(found.message and found.fix for found in violations(kind, {"spec": spec}))


def test_a_kind_without_such_rules_has_no_violation() -> None:
    assert list(violations("Service", {"spec": {}})) == []
