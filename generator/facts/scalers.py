"""What KEDA's scalers are called and which parameters they read, by KEDA release.

The facts stand in scalers.json (made by tools/build_scalers.py). A scaler whose facts hold no parameters, and the
external ones, take whatever they are given.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

RESOURCES = ("cpu", "memory")
UNCACHED = (*RESOURCES, "cron")
_FILE = Path(__file__).with_name("scalers.json")
_FREE = frozenset({"external", "external-push"})
_FROM_ENV = "FromEnv"

TARGETS: Mapping[str, tuple[str, ...]] = {
    "activemq": ("targetQueueSize",),
    "apache-kafka": ("lagThreshold",),
    "arangodb": ("queryValue",),
    "artemis-queue": ("queueLength",),
    "aws-cloudwatch": ("targetMetricValue",),
    "aws-dynamodb": ("targetValue",),
    "aws-dynamodb-streams": ("shardCount",),
    "aws-kinesis-stream": ("shardCount",),
    "aws-sqs-queue": ("queueLength",),
    "azure-app-insights": ("targetValue",),
    "azure-blob": ("blobCount",),
    "azure-cosmosdb": ("changeFeedLagThreshold",),
    "azure-data-explorer": ("threshold",),
    "azure-eventhub": ("unprocessedEventThreshold",),
    "azure-log-analytics": ("threshold",),
    "azure-monitor": ("targetValue",),
    "azure-pipelines": ("targetPipelinesQueueLength",),
    "azure-queue": ("queueLength",),
    "azure-servicebus": ("messageCount",),
    "beanstalkd": ("value",),
    "cassandra": ("targetQueryValue",),
    "clickhouse": ("targetQueryValue",),
    "couchdb": ("queryValue",),
    "cron": ("desiredReplicas",),
    "datadog": ("queryValue", "targetValue"),
    "dynatrace": ("threshold",),
    "elastic-forecast": ("targetValue",),
    "elasticsearch": ("targetValue",),
    "etcd": ("value",),
    "gcp-cloudtasks": ("value",),
    "gcp-pubsub": ("value", "subscriptionSize"),
    "gcp-spanner": ("targetValue",),
    "gcp-stackdriver": ("targetValue",),
    "gcp-storage": ("targetObjectCount",),
    "github-runner": ("targetWorkflowQueueLength",),
    "graphite": ("threshold",),
    "huawei-cloudeye": ("targetMetricValue",),
    "ibmmq": ("queueDepth",),
    "influxdb": ("thresholdValue",),
    "kafka": ("lagThreshold",),
    "kubernetes-resource": ("targetValue",),
    "kubernetes-workload": ("value",),
    "liiklus": ("lagThreshold",),
    "loki": ("threshold",),
    "metrics-api": ("targetValue",),
    "mongodb": ("queryValue",),
    "mssql": ("targetValue",),
    "mysql": ("queryValue",),
    "nats-jetstream": ("lagThreshold",),
    "new-relic": ("threshold",),
    "nsq": ("depthThreshold",),
    "opensearch": ("targetValue",),
    "openstack-metric": ("threshold",),
    "openstack-swift": ("objectCount",),
    "postgresql": ("targetQueryValue",),
    "predictkube": ("threshold",),
    "prometheus": ("threshold",),
    "pulsar": ("msgBacklogThreshold",),
    "rabbitmq": ("value", "queueLength"),
    "redis": ("listLength",),
    "redis-cluster": ("listLength",),
    "redis-cluster-streams": ("lagCount", "pendingEntriesCount", "streamLength"),
    "redis-sentinel": ("listLength",),
    "redis-sentinel-streams": ("lagCount", "pendingEntriesCount", "streamLength"),
    "redis-streams": ("lagCount", "pendingEntriesCount", "streamLength"),
    "solarwinds": ("targetValue",),
    "solr": ("targetQueryValue",),
    "splunk": ("targetValue",),
    "splunk-observability": ("targetValue",),
    "sumologic": ("threshold",),
    "temporal": ("targetQueueSize",),
}
"""The parameters that say how much one replica takes."""

_REDIS = ("address", "addresses", "host", "hosts")
_EITHER: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("redis", "redis-cluster", "redis-sentinel"), _REDIS),
    **dict.fromkeys(("redis-streams", "redis-cluster-streams", "redis-sentinel-streams"), _REDIS),
    "mongodb": ("connectionString", "host"),
    "mssql": ("connectionString", "host"),
    "mysql": ("connectionString", "host"),
    "postgresql": ("connection", "host"),
}
"""Parameters of which the scaler's own validation wants one; the facts call each of them optional."""

_RETIRED: Mapping[str, str] = {"metricName": "2.12"}
"""Parameters that many scalers once read, and the release from which they are without effect where not in the facts."""


@dataclass(frozen=True)
class Parameter:
    """One parameter. `places` are where it is read: m metadata, e an environment variable, a authentication."""

    name: str
    places: str = "mea"
    type: str = "string"
    required: bool = False
    instead_of: tuple[str, ...] = ()
    default: str | None = None
    values: tuple[str, ...] = ()
    separator: str = ","
    since: str = ""
    until: str = ""
    deprecated: str = ""
    removed: str = ""
    instead: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scaler:
    """One scaler. `free` ones take parameters that nobody lists."""

    name: str
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    since: str = ""
    until: str = ""
    deprecated: str = ""
    removed: str = ""

    @property
    def free(self) -> bool:
        return self.name in _FREE or not self.parameters

    def reads(self, key: str) -> Parameter | None:
        """The parameter that a metadata key gives: by its name, or as `<name>FromEnv`."""
        found = self.parameters.get(key) or self._one_of_many(key)
        if found is None and key.endswith(_FROM_ENV):
            found = self.parameters.get(key[: -len(_FROM_ENV)])
            return found if found and "e" in found.places else None
        return found

    def _one_of_many(self, key: str) -> Parameter | None:
        """The parameter whose name ends on a star, such as `query.*`, that a key is one of."""
        head, dot, rest = key.partition(".")
        return self.parameters.get(f"{head}.*") if dot and rest else None

    def known_in(self, version: tuple[int, ...]) -> bool:
        """Whether this release of KEDA may have the scaler."""
        return may_have(version, self.since) and not (self.until and _at_least(version, self.until))

    def retired(self, key: str) -> str:
        """The release from which a parameter of old is no longer read, "" when it was none."""
        return "" if key in self.parameters else _RETIRED.get(key, "")

    def needed(self, version: tuple[int, ...]) -> list[tuple[str, ...]]:
        """What it cannot do without in a release: each a tuple of names of which one is enough."""
        found = {
            tuple(sorted((one.name, *one.instead_of)))
            for one in self.parameters.values()
            if one.required and _at_least(version, one.since)
        }
        if self.name in _EITHER:
            found.add(_EITHER[self.name])
        return sorted(found)

    def placed(self, letter: str) -> frozenset[str]:
        """The parameters that may come from metadata (m), the environment (e) or authentication (a)."""
        return frozenset(name for name, one in self.parameters.items() if letter in one.places)


def _at_least(version: tuple[int, ...], wanted: str) -> bool:
    return not wanted or version >= numbers(wanted)


def numbers(version: str) -> tuple[int, ...]:
    """A release as numbers."""
    return tuple(int(part) for part in version.split("."))


def may_have(version: tuple[int, ...], since: str) -> bool:
    """Whether a release has what the facts have `since` one; of releases that the facts pass over it may be so."""
    return _at_least(version, since) or (before := _release_before(since)) is not None and version[:2] > before


@lru_cache(maxsize=16)
def _release_before(release: str) -> tuple[int, ...] | None:
    """The release of the facts before one of them."""
    earlier = [numbers(one) for one in _facts()["versions"] if numbers(one) < numbers(release)]
    return max(earlier, default=None)


@lru_cache(maxsize=1)
def _facts() -> Mapping[str, Any]:
    facts: Mapping[str, Any] = json.loads(_FILE.read_text("utf8"))
    return facts


@lru_cache(maxsize=256)
def scaler(name: str) -> Scaler | None:
    """The scaler of a trigger type, in whatever release."""
    row = _facts()["scalers"].get(name)
    if row is None:
        return None
    head = {key: value for key, value in row.items() if key != "parameters"}
    return Scaler(name, {key: _parameter(key, one) for key, one in row["parameters"].items()}, **head)


def _parameter(name: str, row: Mapping[str, Any]) -> Parameter:
    given = dict(row)
    return Parameter(
        name,
        given.pop("in"),
        given.pop("type", "string"),
        given.pop("required", False),
        tuple(given.pop("or", ())),
        given.pop("default", None),
        tuple(given.pop("values", ())),
        instead=tuple(given.pop("instead", ())),
        **given,
    )


@lru_cache(maxsize=8)
def names(version: tuple[int, ...]) -> tuple[str, ...]:
    """Every scaler of a KEDA release, sorted."""
    return tuple(name for name in sorted(_facts()["scalers"]) if (one := scaler(name)) and one.known_in(version))


def newest() -> str:
    """The newest KEDA release the facts cover."""
    return str(_facts()["versions"][-1])


_INTEGER = re.compile(r"-?[0-9]+")
_FLOAT = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_DURATION = re.compile(r"\+?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:ns|us|µs|ms|s|m|h)")
_BOOLEANS = frozenset(("1", "t", "T", "TRUE", "true", "True", "0", "f", "F", "FALSE", "false", "False"))


def mistyped(kind: str, text: str) -> str:
    """What a parameter of this type should be, where KEDA could not read `text`; "" when it can.

    Source: kedacore/keda pkg/scalers/scalersconfig/typed_config.go, setConfigValueHelper (numbers are read as JSON).
    """
    text = text.strip()
    if kind == "int" and not (_INTEGER.fullmatch(text) and _json_number(text)):
        return "a whole number"
    if kind == "float" and not _FLOAT.fullmatch(text):
        return "a number"
    if kind == "bool" and text not in _BOOLEANS:
        return "true or false"
    if kind == "duration" and not text.isdigit() and _DURATION.sub("", text) != "":
        return "a duration such as 30s"
    return ""


def _json_number(text: str) -> bool:
    digits = text.lstrip("-")
    return digits == "0" or not digits.startswith("0")
