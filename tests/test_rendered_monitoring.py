"""Prometheus' and Alertmanager's own tools read what is rendered for them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.alertmanager_configuration import configuration

RENDERED = Path(__file__).parent.parent / "rendered"
ENVIRONMENTS = ("dev", "staging", "production")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

needs_promtool = pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool is not installed")
needs_amtool = pytest.mark.skipif(shutil.which("amtool") is None, reason="amtool is not installed")


def bodies(environment: str, kind: str) -> list[Any]:
    files = sorted((RENDERED / environment).rglob(f"{kind}-*.yaml"))
    return [yaml.load(file.read_text(encoding="utf-8"), _LOADER) for file in files]


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def routed(file: Path, **labels: str) -> list[str]:
    """The receivers that Alertmanager would tell about an alert with these labels."""
    found = run("amtool", "config", "routes", "test", f"--config.file={file}", *(f"{k}={v}" for k, v in labels.items()))
    assert found.returncode == 0, found.stderr
    return found.stdout.strip().split(",")


@pytest.fixture(scope="module")
def alertmanager(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("alertmanager")
    made = {}
    for environment in ENVIRONMENTS:
        made[environment] = folder / f"{environment}.yaml"
        text = yaml.safe_dump(configuration(bodies(environment, "alertmanagerconfig")))
        made[environment].write_text(text, encoding="utf-8")
    return made


@needs_promtool
@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_promtool_accepts_every_prometheus_rule(environment: str, tmp_path: Path) -> None:
    rules = bodies(environment, "prometheusrule")
    assert len(rules) >= 40
    for number, body in enumerate(rules):
        text = yaml.safe_dump({"groups": body["spec"]["groups"]})
        (tmp_path / f"{number}.yaml").write_text(text, encoding="utf-8")
    checked = run("promtool", "check", "rules", "--lint=none", *map(str, sorted(tmp_path.glob("*.yaml"))))
    assert checked.returncode == 0, checked.stderr + checked.stdout
    assert checked.stdout.count("SUCCESS") == len(rules)


@needs_amtool
@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_amtool_accepts_the_routes_of_all_domains(environment: str, alertmanager: dict[str, Path]) -> None:
    assert len(bodies(environment, "alertmanagerconfig")) == 4
    checked = run("amtool", "check-config", str(alertmanager[environment]))
    assert checked.returncode == 0, checked.stderr + checked.stdout


@needs_amtool
@pytest.mark.parametrize(
    ("labels", "receiver"),
    [
        ({"domain": "artemis", "severity": "critical"}, "artemis-mesh/artemis/critical"),
        ({"domain": "artemis", "severity": "warning"}, "artemis-mesh/artemis/warning"),
        ({"domain": "artemis", "severity": "info"}, "artemis-mesh/artemis/info"),
        ({"domain": "sophia", "severity": "critical"}, "sophia-mesh/sophia/critical"),
        ({"domain": "shared", "severity": "warning"}, "shared-services/shared/warning"),
        ({"domain": "platform", "severity": "critical"}, "monitoring/platform/critical"),
        ({"domain": "nobody", "severity": "critical"}, "null"),
    ],
)
def test_alerts_go_to_the_receiver_of_their_domain_and_severity(
    labels: dict[str, str], receiver: str, alertmanager: dict[str, Path]
) -> None:
    assert routed(alertmanager["production"], alertname="HighErrorRatio", **labels) == [receiver]


@needs_amtool
def test_a_scaling_alert_goes_the_way_that_maintenance_mutes(alertmanager: dict[str, Path]) -> None:
    data = yaml.safe_load(alertmanager["production"].read_text(encoding="utf-8"))
    platform = next(route for route in data["route"]["routes"] if route["receiver"].startswith("monitoring/"))
    muted = platform["routes"][1]["routes"][0]
    assert muted["matchers"] == ['alertname=~"Keda.*|AutoscalerAtMaximum|QueueBacklog"']
    assert muted["mute_time_intervals"] == ["monitoring/platform/maintenance"]
    labels = {"alertname": "KedaScalerErrors", "domain": "platform", "severity": "warning"}
    assert routed(alertmanager["production"], **labels) == ["monitoring/platform/warning"]
