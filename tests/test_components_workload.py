"""The decisions of the workload component that cases cannot show."""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.components.workload.environment import variables
from generator.components.workload.probes import PERIODS, TIMEOUT
from generator.components.workload.tracks import tracks
from generator.components.workload.volumes import storage
from generator.model import App, Origin, Target, UserError

FOLDER = Path(__file__).parent.parent / "generator" / "components" / "workload"


def app(values: dict[str, Any] | None = None, parts: dict[str, tuple[Any, ...]] | None = None) -> App:
    target = Target("production", "https://cluster.example.com", "shop")
    base = {"kind": "Deployment", "image": {"repository": "web", "tag": "1"}, "replicas": 1}
    return App(
        "web", "shop", target, {**base, **(values or {})}, Origin("values/services/web/values.yaml"), parts=parts or {}
    )


def pod_of(template: Path) -> str:
    """The pod template's lines, without their indent."""
    lines = template.read_text(encoding="utf8").splitlines()
    start = next(n for n, line in enumerate(lines) if line.strip() == "template:")
    indent = len(lines[start]) - len(lines[start].lstrip())
    inside = []
    for line in lines[start + 1 :]:
        if line.strip() and len(line) - len(line.lstrip()) <= indent:
            break
        inside.append(line[indent:])
    return "\n".join(inside)


def test_every_workload_template_shows_the_same_pod() -> None:
    pods = {path.name: pod_of(path) for path in sorted(FOLDER.glob("*.yaml.j2"))}
    assert sorted(pods) == [
        "cronjob.yaml.j2",
        "deployment.yaml.j2",
        "job.yaml.j2",
        "scaledjob.yaml.j2",
        "statefulset.yaml.j2",
    ]
    assert len(set(pods.values())) == 1
    assert "readinessProbe: {{ main.readinessProbe }}" in pods["deployment.yaml.j2"]


@pytest.mark.parametrize("probe", sorted(PERIODS))
def test_the_schema_names_the_defaults_of_probes(probe: str) -> None:
    schema = yaml.safe_load((FOLDER / "schema.yaml").read_text(encoding="utf8"))
    described = schema["service"]["health"]["properties"][probe]["properties"]
    period, failures = PERIODS[probe]
    assert f"; {period}s when absent" in described["period"]["description"]
    assert f"; {failures} when absent" in described["failures"]["description"]
    assert f"; {TIMEOUT}s when absent" in described["timeout"]["description"]


def test_a_variable_stands_after_every_variable_it_refers_to() -> None:
    rng = random.Random(11)
    for _ in range(200):
        names = [f"V{n}" for n in range(rng.randint(1, 12))]
        rng.shuffle(names)
        env = {
            name: "".join(f"$({other})" for other in names[:place] if rng.random() < 0.3) + "text"
            for place, name in enumerate(names)
        }
        items = variables(app({"env": dict(rng.sample(sorted(env.items()), len(env)))}), {"env": env})
        assert sorted(item["name"] for item in items) == sorted(names)
        seen: set[str] = set()
        for item in items:
            assert set(re.findall(r"\$\(([^)]+)\)", item["value"])) <= seen
            seen.add(item["name"])


def test_variables_without_references_stand_by_name() -> None:
    items = variables(app(), {"env": {"B": "1", "C": "2", "A": "3"}})
    assert [item["name"] for item in items] == ["A", "B", "C"]


def test_a_doubled_dollar_is_no_reference() -> None:
    items = variables(app(), {"env": {"A": "$$(B)", "B": "$$$(A)"}})
    assert [item["name"] for item in items] == ["A", "B"]


def test_a_variable_may_name_itself() -> None:
    items = variables(app(), {"env": {"PATH": "/extra:$(PATH)"}})
    assert items == [{"name": "PATH", "value": "/extra:$(PATH)"}]


@pytest.mark.parametrize(
    ("subsets", "versions"),
    [
        ({}, ["stable"]),
        ({"main": {}}, ["main"]),
        ({"main": {"version": "v1"}, "other": {"version": "v2"}}, ["v1"]),
        ({"canary": {"replicas": 1}, "rest": {"version": "v1"}}, ["v1", "canary"]),
        ({"inference": {"labels": {"type": "inference"}}}, ["stable"]),
        ({"b": {"env": {"X": "1"}}, "a": {"image": {"tag": "2"}}}, ["stable", "a", "b"]),
    ],
)
def test_the_first_subset_without_pods_of_its_own_names_the_main_pods(
    subsets: dict[str, Any], versions: list[str]
) -> None:
    found = tracks(app({"traffic": {"subsets": subsets}}))
    assert [track.version for track in found] == versions


def file(path: str, source: str = "configMap") -> dict[str, str]:
    return {
        "path": path,
        "source": source,
        "name": "web-config",
        "key": path.rpartition("/")[2],
        "asked": f"config.{path}",
    }


def test_a_directory_below_another_shares_its_volume() -> None:
    values = {"kind": "Deployment", "security": {"readOnlyRootFilesystem": False}}
    parts = {"pod.files": (file("/app/a/b/c.yaml"), file("/app/a/d.yaml"), file("/app/ab/e.yaml"))}
    volumes, mounts = storage(app(parts=parts), values)
    assert [mount["mountPath"] for mount in mounts] == ["/app/a", "/app/ab"]
    assert volumes[0]["projected"]["sources"][0]["configMap"]["items"] == [
        {"key": "c.yaml", "path": "b/c.yaml"},
        {"key": "d.yaml", "path": "d.yaml"},
    ]


def test_directories_that_would_share_a_volume_name_are_refused() -> None:
    values = {"kind": "Deployment", "security": {"readOnlyRootFilesystem": False}}
    parts = {"pod.files": (file("/app/a-b/c.yaml"), file("/app/a.b/c.yaml"))}
    with pytest.raises(UserError, match="volumes: the name files-app-a-b is used twice"):
        storage(app(parts=parts), values)
