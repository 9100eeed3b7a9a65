"""How a service is seen by Prometheus."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from generator import signals
from generator.model import App, Origin, Scene, Target


def app(values: Mapping[str, Any] | None = None, scope: str = "service", namespace: str = "shop") -> App:
    target = Target("production", "https://cluster.example.com", namespace)
    return App(
        "web" if scope == "service" else "shop",
        "shop",
        target,
        values or {},
        Origin("values/services/web/values.yaml"),
        scope,
    )


@pytest.mark.parametrize(
    ("duration", "seconds"), [("500ms", "0.5"), ("30s", "30"), ("1h30m", "5400"), ("30d", "2592000"), ("2w", "1209600")]
)
def test_durations_become_seconds(duration: str, seconds: str) -> None:
    assert signals.seconds(duration) == seconds


@pytest.mark.parametrize("text", ["", "5", "5 m", "m5", "1.5h", "5min"])
def test_other_texts_are_no_durations(text: str) -> None:
    with pytest.raises(ValueError, match="is not a duration"):
        signals.milliseconds(text)


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.1 + 0.2, "0.30000000000000004"), (10, "10"), (2.50, "2.5"), (1e-7, "0.0000001"), (100.0, "100")],
)
def test_numbers_have_no_exponent_and_no_idle_zeros(value: float, text: str) -> None:
    assert signals.number(value) == text


def test_a_percentage_becomes_an_exact_ratio() -> None:
    assert [signals.ratio(x) for x in (99.9, 10, 2.5, 0.07)] == ["0.999", "0.1", "0.025", "0.0007"]


def test_a_selector_escapes_what_would_end_its_strings() -> None:
    assert signals.selector({"path": 'a"b\\c\nd'}, 'le="1"') == '{path="a\\"b\\\\c\\nd", le="1"}'


def test_a_grpc_service_fails_by_its_status_too() -> None:
    plain, grpc = app({"ports": {"http": 8080}}), app({"ports": {"grpc-api": 9000}})
    assert "grpc_response_status" not in signals.error_rate(plain, "5m")
    assert 'response_code!~"5..", grpc_response_status=~"2|4|12|13|14|15"' in signals.error_rate(grpc, "5m")


def test_a_port_for_metrics_alone_takes_no_requests() -> None:
    asked = [{"ports": {"metrics": 9090}}, {"ports": {"http": 80}}, {"ports": {"redis": 6379}}, {}]
    assert [signals.serves_requests(app(values)) for values in asked] == [False, True, False, False]


def test_a_runbook_is_a_page_of_the_alerts_name_unless_it_has_one_of_its_own() -> None:
    scene = Scene("production", {"monitoring": {"runbooks": "https://docs.example.com/runbooks/"}})
    assert signals.runbook(scene, "ServiceDown") == "https://docs.example.com/runbooks/ServiceDown"
    assert signals.runbook(scene, "ServiceDown", "web/down") == "https://docs.example.com/runbooks/web/down"
    assert signals.runbook(scene, "ServiceDown", "https://wiki.example.com/x") == "https://wiki.example.com/x"
    assert signals.runbook(Scene("production", {}), "ServiceDown") == ""


def test_own_labels_never_change_whose_alert_it_is() -> None:
    assert signals.labels(app(), "info", {"team": "a", "service": "other"}) == {
        "team": "a",
        "severity": "info",
        "domain": "shop",
        "service": "web",
        "namespace": "shop",
    }


def test_a_domain_is_at_home_with_the_monitoring_stack_or_in_its_first_namespace() -> None:
    scene = Scene("production", {}, services=(app(namespace="shop-b"), app(namespace="shop-a")))
    own = app({"namespaces": {"argocd": {}, "monitoring": {}}}, "domain", "")
    assert signals.home(own, scene) == "monitoring"
    assert signals.home(app({"namespaces": {"z": {}, "a": {}}}, "domain", ""), scene) == "z"
    assert signals.home(app({}, "domain", ""), scene) == "shop-a"
    assert signals.home(app({}, "domain", ""), Scene("production", {})) == "monitoring"
