"""What the platform is, said once more by hand and held against rendered/.

`platform_facts/*.yaml` hold facts by rendered file and path: a path's segments are keys, list positions, or
`key=value` for the first item of a list that has it; `~1` is a slash, and `absent` means that nothing is there. What
holds for every service stands in `platform_services.yaml`, instances as service@instance.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml

HERE = Path(__file__).parent
RENDERED = HERE.parent / "rendered"
ABSENT = "absent"
ENVIRONMENTS = ("dev", "staging", "production")
_KNOWN = (HERE / "platform_services.yaml").read_text(encoding="utf-8")
SERVICES: Mapping[str, Mapping[str, Any]] = yaml.safe_load(_KNOWN)
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def facts() -> Iterator[tuple[str, str, Any]]:
    for source in sorted((HERE / "platform_facts").glob("*.yaml")):
        for file, paths in yaml.load(source.read_text(encoding="utf-8"), _LOADER).items():
            if paths == ABSENT:
                yield file, "", ABSENT
            else:
                yield from ((file, path, expected) for path, expected in paths.items())


@lru_cache(maxsize=512)
def body(file: str) -> Any:
    return yaml.load((RENDERED / file).read_text(encoding="utf-8"), _LOADER)


def at(node: Any, path: str) -> Any:
    """The value at a path, or ABSENT."""
    for segment in path.split("/") if path else ():
        key = segment.replace("~1", "/")
        if isinstance(node, list):
            name, is_search, wanted = key.partition("=")
            found = [item for item in node if str(item.get(name)) == wanted] if is_search else node[int(key) :]
            node = found[0] if found else ABSENT
        else:
            node = node.get(key, ABSENT) if isinstance(node, dict) else ABSENT
        if node is ABSENT:
            return ABSENT
    return node


def service_file(environment: str, name: str, kind: str, suffix: str = "") -> str:
    service = name.partition("@")[0]
    folder = f"{environment}/{SERVICES[name]['domain']}/{name.replace('@', '-')}"
    return f"{folder}/{kind}-{service}{suffix}.yaml"


@pytest.mark.parametrize(("file", "path", "expected"), list(facts()), ids=lambda value: str(value)[:90])
def test_rendered_manifest_says_the_fact(file: str, path: str, expected: Any) -> None:
    if expected == ABSENT and not path:
        assert not (RENDERED / file).exists()
        return
    assert at(body(file), path) == expected


def test_at_least_150_facts_are_held() -> None:
    assert len(list(facts())) >= 150


@pytest.mark.parametrize("name", SERVICES)
def test_production_deployment_has_the_image_ports_and_resources_of_its_service(name: str) -> None:
    known = SERVICES[name]
    found = body(service_file("production", name, "deployment"))
    container = found["spec"]["template"]["spec"]["containers"][0]
    gpu = {"nvidia.com/gpu": known["gpu"]} if "gpu" in known else {}
    assert found["metadata"]["namespace"] == known["namespace"]
    assert {port["name"]: port["containerPort"] for port in container["ports"]} == known["ports"]
    assert container["resources"]["requests"] == dict(zip(("cpu", "memory"), known["requests"], strict=True)) | gpu
    assert container["resources"]["limits"] == dict(zip(("cpu", "memory"), known["limits"], strict=True)) | gpu
    repository, _, tag = container["image"].rpartition(":")
    assert repository == f"ghcr.io/sophia-intel-ai/{name.partition('@')[0]}"
    assert tag and tag != "latest"


@pytest.mark.parametrize("name", SERVICES)
@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_every_pod_is_probed_hardened_spread_and_ends_gracefully(environment: str, name: str) -> None:
    pod = body(service_file(environment, name, "deployment"))["spec"]["template"]["spec"]
    container = pod["containers"][0]
    live = SERVICES[name].get("health", "/health/live")
    assert container["livenessProbe"]["httpGet"]["path"] == live
    assert container["readinessProbe"]["httpGet"]["path"] == live.replace("/health/live", "/health/ready")
    assert container["startupProbe"]["httpGet"]["path"] == live.replace("/health/live", "/health/startup")
    assert container["securityContext"]["readOnlyRootFilesystem"] is True
    assert container["securityContext"]["runAsNonRoot"] is True
    assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
    assert pod["serviceAccountName"] == name.partition("@")[0]
    spread = [item["topologyKey"] for item in pod["topologySpreadConstraints"]]
    assert spread == ["topology.kubernetes.io/zone", "kubernetes.io/hostname"]
    assert pod["terminationGracePeriodSeconds"] >= 30
    assert container["lifecycle"]["preStop"] == {"sleep": {"seconds": 5}}


@pytest.mark.parametrize("name", SERVICES)
@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_every_pod_has_the_common_labels_environment_and_configuration(environment: str, name: str) -> None:
    known, service = SERVICES[name], name.partition("@")[0]
    template = body(service_file(environment, name, "deployment"))["spec"]["template"]
    labels, container = template["metadata"]["labels"], template["spec"]["containers"][0]
    assert labels["app.kubernetes.io/name"] == service
    assert labels["app.kubernetes.io/part-of"] == labels["domain"] == known["domain"]
    assert labels["version"] == "stable"
    env = {item["name"]: item.get("value") for item in container["env"]}
    assert env["DOMAIN"] == known["domain"]
    assert env["ISTIO_ENABLED"] == "true"
    assert env["LOG_LEVEL"] == ("debug" if environment == "dev" else "info")
    assert env["OTEL_EXPORTER_OTLP_ENDPOINT"] == "http://jaeger-collector.monitoring:4317"
    assert env["OTEL_SERVICE_NAME"] == service
    assert f"deployment.environment.name={environment}" in str(env["OTEL_RESOURCE_ATTRIBUTES"])
    assert "/app/config" in [mount["mountPath"] for mount in container["volumeMounts"]]


@pytest.mark.parametrize("name", SERVICES)
@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_every_service_has_a_budget_of_one_eviction_an_account_and_alerts(environment: str, name: str) -> None:
    budget = body(service_file(environment, name, "poddisruptionbudget"))
    assert budget["spec"]["maxUnavailable"] == 1
    assert (
        body(service_file(environment, name, "serviceaccount"))["metadata"]["namespace"] == SERVICES[name]["namespace"]
    )
    rules = body(service_file(environment, name, "prometheusrule", "-alerts"))["spec"]["groups"][0]["rules"]
    assert {"ServiceDown", "CrashLooping", "CpuNearLimit", "MemoryNearLimit"} <= {rule["alert"] for rule in rules}
    for rule in rules:
        assert set(rule["labels"]) >= {"severity", "domain", "service"}
        assert rule["labels"]["severity"] in ("critical", "warning", "info")
        assert set(rule["annotations"]) >= {"summary", "description", "runbook_url"}
        assert rule["annotations"]["runbook_url"].startswith("https://docs.sophia-intel.ai/runbooks/")


@pytest.mark.parametrize("name", [name for name, known in SERVICES.items() if "http" in known["ports"]])
def test_request_alerts_begin_at_10_and_25_percent_and_at_1_2_and_5_seconds(name: str) -> None:
    rules = body(service_file("production", name, "prometheusrule", "-alerts"))["spec"]["groups"][0]["rules"]
    begins = {(r["alert"], r["labels"]["severity"]): r["expr"].splitlines()[-1].strip() for r in rules}
    assert begins["HighErrorRatio", "warning"] == "> 0.1"
    assert begins["HighErrorRatio", "critical"] == "> 0.25"
    assert begins["HighLatencyP95", "warning"] == "> 1"
    assert begins["HighLatencyP99", "warning"] == "> 2"
    assert begins["HighLatencyP99", "critical"] == "> 5"


@pytest.mark.parametrize("name", [name for name, known in SERVICES.items() if "metrics" in known["ports"]])
@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_every_metrics_port_is_scraped_over_mtls(environment: str, name: str) -> None:
    monitor = body(service_file(environment, name, "servicemonitor"))
    assert monitor["metadata"]["labels"]["release"] == "kube-prometheus-stack"
    assert monitor["spec"]["endpoints"][0]["port"] == "metrics"
    assert monitor["spec"]["endpoints"][0]["tlsConfig"]["keyFile"] == "/etc/prom-certs/key.pem"


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_every_domain_has_a_project_and_every_service_an_application(environment: str) -> None:
    apps = {path.stem for path in (RENDERED / environment / "apps").glob("*.yaml")}
    assert {f"appproject-{environment}-{d}" for d in ("artemis", "sophia", "shared", "platform", "root")} <= apps
    assert {f"application-{environment}-{name.replace('@', '-')}" for name in SERVICES} <= apps


def test_no_secret_and_no_inline_key_is_rendered() -> None:
    for file in sorted(RENDERED.rglob("*.yaml")):
        text = file.read_text(encoding="utf-8")
        assert "\nkind: Secret\n" not in text, file
        assert "hooks.slack.com/services" not in text, file
