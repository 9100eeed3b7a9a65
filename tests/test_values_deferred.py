"""What the platform defers is one value away: each piece turned on in a copy gives objects its schema accepts."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from generator.build import build
from generator.conformity import Conformity
from generator.model import Fleet, Manifest
from generator.validate import validate
from generator.values.source import read_source

ROOT = Path(__file__).parent.parent

KAFKA_TRIGGER = """
autoscaling:
  triggers:
    - name: events
      type: kafka
      servers: "events-kafka-bootstrap.sophia-system:9092"
      topic: pipeline.jobs
      group: data-pipeline
      lag: 50
"""
CASES: Mapping[str, tuple[str, str, str, str]] = {
    # what is turned on: service, its production layer, kind and beginning of the name of the object that appears
    "kafka trigger": ("data-pipeline", KAFKA_TRIGGER, "ScaledObject", "data-pipeline"),
    "kafka topics": ("data-pipeline", "eventStream: {enabled: true}\n", "KafkaTopic", "pipeline-jobs"),
    "model serving": ("ai-service", "modelServing: {enabled: true}\n", "InferenceService", "ai-service-model"),
    "argo workflows": (
        "ai-workload-processor",
        "batch: [{name: nightly, enabled: true}]\n",
        "CronWorkflow",
        "ai-workload-processor-nightly",
    ),
    "volcano": (
        "ai-workload-processor",
        "batch: [{name: training, enabled: true}]\n",
        "Job",
        "ai-workload-process-",
    ),
}


def rendered(root: Path) -> Fleet:
    built = build(read_source(root), ("production",))
    assert [finding for finding in built.findings if finding.severity == "error"] == []
    return built.fleet


def find(fleet: Fleet, kind: str, name: str) -> Manifest | None:
    return next((m for m in fleet if m.id.kind == kind and m.id.name.startswith(name)), None)


def errors(fleet: Fleet) -> list[Any]:
    return [(f.rule, f.message, f.path) for f in validate(fleet, Conformity()).findings if f.severity == "error"]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "values", tmp_path / "values")
    return tmp_path


@pytest.mark.parametrize("case", CASES)
def test_a_deferred_piece_is_turned_on_by_a_value(case: str, copy: Path) -> None:
    service, layer, kind, name = CASES[case]
    before = find(rendered(copy), kind, name)
    if kind != "ScaledObject":
        assert before is None
    (copy / "values/services" / service / "production.yaml").write_text(layer, encoding="utf-8")
    fleet = rendered(copy)
    found = find(fleet, kind, name)
    assert found is not None
    assert errors(fleet) == []
    if kind == "ScaledObject":
        kafka = next(trigger for trigger in found.body["spec"]["triggers"] if trigger["type"] == "kafka")
        assert kafka["metadata"] == {
            "bootstrapServers": "events-kafka-bootstrap.sophia-system:9092",
            "topic": "pipeline.jobs",
            "consumerGroup": "data-pipeline",
            "lagThreshold": "50",
        }


def test_the_stream_leaves_when_kafka_takes_over(copy: Path) -> None:
    layer = KAFKA_TRIGGER + "    - {name: jobs, $remove: true}\n"
    (copy / "values/services/data-pipeline/production.yaml").write_text(layer, encoding="utf-8")
    found = find(rendered(copy), "ScaledObject", "data-pipeline")
    assert found is not None
    assert [trigger["type"] for trigger in found.body["spec"]["triggers"]] == ["cpu", "kafka"]
