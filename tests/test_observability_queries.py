"""Every query that the cases of the observability components render: it parses, and every alert says what it must."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import promql_parser
import pytest
import yaml

from generator.schema_store import SchemaStore

CASES = Path(__file__).parent / "components"


def manifests(component: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted((CASES / component).glob("*.yaml")):
        for manifest in yaml.safe_load(path.read_text(encoding="utf8")).get("manifests", ()):
            yield f"{component}/{path.stem}", manifest


RULES = [
    (case, rule)
    for component in ("alerts", "slo")
    for case, manifest in manifests(component)
    for group in manifest["spec"]["groups"]
    for rule in group["rules"]
]
BOARDS = [
    (f"{case} {name}", json.loads(text))
    for case, manifest in manifests("dashboards")
    for name, text in manifest["data"].items()
]


def test_there_is_something_to_look_at() -> None:
    assert len(RULES) > 60
    assert len(BOARDS) >= 3


@pytest.mark.parametrize(("case", "rule"), RULES, ids=lambda x: x if isinstance(x, str) else "")
def test_every_rule_parses(case: str, rule: dict[str, Any]) -> None:
    promql_parser.parse(rule["expr"])


@pytest.mark.parametrize(("case", "rule"), RULES, ids=lambda x: x if isinstance(x, str) else "")
def test_every_alert_says_whose_it_is_and_what_it_means(case: str, rule: dict[str, Any]) -> None:
    if "alert" in rule:
        assert {"severity", "domain", "service"} <= set(rule["labels"])
        assert rule["labels"]["severity"] in ("critical", "warning", "info")
        assert {"summary", "description"} <= set(rule["annotations"])
        assert re.fullmatch(r"[1-9][0-9]*(s|m|h|d)", rule["for"])
    else:
        assert re.fullmatch(r"[a-z_]+:[a-z_]+:[a-z0-9_]+", rule["record"])


def test_no_two_alerts_of_one_rule_file_are_the_same() -> None:
    seen = [(case, rule["alert"], tuple(sorted(rule["labels"].items()))) for case, rule in RULES if "alert" in rule]
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize(("name", "board"), BOARDS, ids=[name for name, _ in BOARDS])
def test_every_panel_parses_and_has_a_place_of_its_own(name: str, board: dict[str, Any]) -> None:
    panels = [panel for panel in board["panels"] if panel["type"] != "row"]
    for panel in panels:
        for target in panel["targets"]:
            promql_parser.parse(target["expr"].replace("$__rate_interval", "5m"))
    places = [(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in board["panels"]]
    assert len(places) == len(set(places))
    assert len(board["uid"]) <= 40


def test_a_standard_dashboard_stays_small_and_holds_no_template_braces() -> None:
    texts = [text for _, manifest in manifests("dashboards") for text in manifest["data"].values()]
    assert max(len(text) for text in texts) < 20_000
    assert not [text for text in texts if "{{" in text or "${" in text]


_COMPONENTS = ("monitoring", "alerts", "slo", "routing", "dashboards", "serving", "batch", "stores")
# Kinds of which no schema is bundled; their shapes are those of Volcano's own documentation.
_UNKNOWN = {("batch.volcano.sh/v1alpha1", "Job")}


@pytest.fixture(scope="module")
def store() -> SchemaStore:
    return SchemaStore("1.33")


@pytest.mark.parametrize("component", _COMPONENTS)
def test_what_is_rendered_fits_the_bundled_schemas(component: str, store: SchemaStore) -> None:
    problems = []
    for case, manifest in manifests(component):
        kind = manifest["apiVersion"], manifest["kind"]
        if kind in _UNKNOWN:
            continue
        schema = store.schema(*kind)
        assert schema is not None, f"no schema for {kind}"
        problems += [(case, problem.path, problem.message) for problem in schema.problems(manifest)]
    assert problems == []
