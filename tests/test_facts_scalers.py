"""What KEDA's scalers are called and read."""

from __future__ import annotations

import pytest

from generator.facts.scalers import TARGETS, may_have, mistyped, names, newest, scaler


def test_the_scalers_of_each_release() -> None:
    assert [len(names(version)) for version in ((2, 16), (2, 18), (2, 20), (2, 21))] == [67, 74, 76, 79]
    assert set(names((2, 18))) - set(names((2, 16))) == {
        "forgejo-runner",
        "nsq",
        "solace-direct-messaging",
        "solarwinds",
        "splunk-observability",
        "sumologic",
        "temporal",
    }
    assert newest() == "2.21"


def test_a_scaler_that_was_dropped() -> None:
    stan = scaler("stan")
    assert stan is not None
    assert (stan.known_in((2, 18)), stan.known_in((2, 20)), stan.free) == (True, False, True)


def test_an_unknown_scaler_has_no_facts() -> None:
    assert scaler("promethues") is None


@pytest.mark.parametrize(
    ("name", "needed"),
    [
        ("cron", [("desiredReplicas",), ("end",), ("start",), ("timezone",)]),
        ("prometheus", [("query",), ("serverAddress",), ("threshold",)]),
        ("kafka", [("bootstrapServers",), ("consumerGroup",)]),
        ("rabbitmq", [("host",), ("queueName",)]),
        ("redis", [("address", "addresses", "host", "hosts"), ("listName",)]),
        ("ibmmq", [("host",), ("password",), ("queueName", "queueNames"), ("username",)]),
        ("cpu", [("value",)]),
    ],
)
def test_what_a_scaler_cannot_do_without(name: str, needed: list[tuple[str, ...]]) -> None:
    found = scaler(name)
    assert found is not None
    assert found.needed((2, 18)) == needed


def test_a_parameter_is_read_by_name_or_from_the_environment() -> None:
    kafka = scaler("kafka")
    assert kafka is not None
    servers, threshold = kafka.reads("bootstrapServersFromEnv"), kafka.reads("lagThreshold")
    assert servers is not None and servers.name == "bootstrapServers"
    assert threshold is not None and (threshold.type, threshold.default, threshold.places) == ("int", "10", "m")
    assert kafka.reads("lagThresholdFromEnv") is None
    assert kafka.reads("lagTreshold") is None
    assert "password" in kafka.placed("a") and "password" not in kafka.placed("m")


def test_removed_and_retired_parameters() -> None:
    pubsub, prometheus, monitor = scaler("gcp-pubsub"), scaler("prometheus"), scaler("azure-monitor")
    assert pubsub is not None and prometheus is not None and monitor is not None
    size = pubsub.parameters["subscriptionSize"]
    assert (size.deprecated, size.removed, size.instead) == ("2.18", "2.20", ("mode", "value"))
    assert prometheus.retired("metricName") == "2.12"
    assert monitor.retired("metricName") == ""


def test_every_target_parameter_is_one_of_its_scaler() -> None:
    strange = [(name, key) for name, keys in TARGETS.items() for key in keys if key not in _parameters(name)]
    assert strange == []


def _parameters(name: str) -> set[str]:
    found = scaler(name)
    return set(found.parameters) if found else set()


def test_the_facts_are_whole() -> None:
    for name in names((2, 21)):
        found = scaler(name)
        assert found is not None
        for parameter in found.parameters.values():
            assert set(parameter.places) <= set("mea") and parameter.places, (name, parameter.name)
            assert parameter.type in ("string", "int", "float", "bool", "duration")


@pytest.mark.parametrize(
    ("kind", "text", "wanted"),
    [
        ("int", "10", ""),
        ("int", " 10 ", ""),
        ("int", "-1", ""),
        ("int", "1.5", "a whole number"),
        ("int", "010", "a whole number"),
        ("int", "ten", "a whole number"),
        ("float", "0.5", ""),
        ("float", "1e3", ""),
        ("float", ".5", "a number"),
        ("float", "10%", "a number"),
        ("bool", "T", ""),
        ("bool", "yes", "true or false"),
        ("duration", "1m30s", ""),
        ("duration", "500", ""),
        ("duration", "5 minutes", "a duration such as 30s"),
        ("string", "anything", ""),
    ],
)
def test_what_keda_could_not_read_is_told(kind: str, text: str, wanted: str) -> None:
    assert mistyped(kind, text) == wanted


def test_a_release_between_two_known_ones_may_have_what_the_later_has() -> None:
    temporal = scaler("temporal")
    assert temporal is not None
    assert (temporal.since, temporal.known_in((2, 16)), temporal.known_in((2, 17, 2))) == ("2.18", False, True)
    assert not may_have((2, 18, 1), "2.20")
    assert may_have((2, 19), "2.20")


def test_a_parameter_on_a_star_stands_for_many_keys() -> None:
    sumologic = scaler("sumologic")
    assert sumologic is not None
    assert sumologic.reads("query.A") == sumologic.parameters["query.*"]
    assert sumologic.reads("query.") is None
    assert sumologic.reads("filter.A") is None


def test_every_target_is_a_parameter_of_its_scaler() -> None:
    for name, keys in TARGETS.items():
        found = scaler(name)
        assert found is not None and set(keys) <= set(found.parameters), name
