"""Every component's cases: values in, manifests out.

A case is tests/components/<component>/<case>.yaml with `title`, `app` (name, domain, namespace, environment, scope,
values), and optionally `settings` (environment facts over the test's own), `others` (more apps of the scene), `parts`
(what other components put into slots), then what is expected: `manifests`, `gives` (the parts this component adds, as
slot and item) and `refused` (the message of the UserError). `pytest --update-golden` writes what is expected.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator import components
from generator.build import shapes
from generator.metadata import metadata
from generator.model import App, Origin, Scene, Target, UserError
from generator.schema_store import compile_schema
from generator.template import load
from generator.values.merge import merge
from generator.values.schema import fill
from generator.yamlio.read import read
from generator.yamlio.write import write

HERE = Path(__file__).parent / "components"
CASES = sorted(HERE.glob("*/*.yaml"))
SETTINGS: Mapping[str, Any] = {
    "cluster": {"server": "https://cluster.example.com"},
    "stage": "production",
    "repository": {"url": "https://git.example.com/gitops", "revision": "main"},
    "products": {"kubernetes": "1.33", "keda": "2.17", "istio": "1.26", "argocd": "3.1", "prometheusOperator": "0.85"},
    "domains": {"shop": {"owner": "shop-team"}},
}


def app_of(row: Mapping[str, Any], parts: Mapping[str, Any] | None = None) -> App:
    scope = row.get("scope", "service")
    values = dict(row.get("values", {}))
    if scope == "service":
        values = {"domain": row.get("domain", "shop"), "namespace": row.get("namespace", "shop"), **values}
    environment = row.get("environment", "production")
    target = Target(
        environment, "https://cluster.example.com", row.get("namespace", "shop" if scope == "service" else "")
    )
    filled = fill(values, shapes()[scope].defaults)
    problems = compile_schema(dict(shapes()[scope].full)).problems(filled)
    wrong = [p for p in problems if not (p.rule == "missing-required" and len(p.path) == 0)]
    assert not wrong, [f"{p.path}: {p.message}" for p in wrong]
    slots = {slot: tuple(items) for slot, items in (parts or {}).items()}
    name = row.get("name", "web")
    return App(
        name,
        row.get("domain", name if scope == "domain" else "shop"),
        target,
        filled,
        Origin(f"values/{scope}s/{name}/values.yaml", 1, 1),
        scope,
        parts=slots,
    )


@pytest.mark.parametrize("path", CASES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_component_renders_what_its_case_expects(path: Path, update_golden: bool) -> None:
    case = read(path.read_bytes(), path.name).data
    component = next(c for c in components.load() if c.name == path.parent.name)
    settings = fill(merge(SETTINGS, case.get("settings", {})), shapes()["environment"].defaults)
    app = app_of(case["app"], case.get("parts"))
    others = [app_of(row) for row in case.get("others", [])]
    by_scope: dict[str, list[App]] = {"service": [], "domain": [], "platform": []}
    for one in (app, *others):
        by_scope[one.scope].append(one)
    scene = Scene(
        app.target.environment,
        settings,
        *(tuple(sorted(by_scope[s], key=lambda a: (a.name, a.instance))) for s in ("service", "domain", "platform")),
    )
    got: dict[str, Any] = {}
    try:
        templates = load(component.folder)
        views = list(component.views(app, scene))
        contents = [templates.fill(v.template, {**v.data, "metadata": metadata(app, v, 0)}) for v in views]
        for content in contents:
            assert content.text == write(content.body), (
                "the text of a template is not what the writer makes of its body"
            )
            assert yaml.safe_load(content.text) == content.body
        got["manifests"] = [yaml.safe_load(c.text) for c in contents]
        if component.parts:
            got["gives"] = [{"slot": p.slot, "item": p.item} for p in component.parts(app, scene)]
    except UserError as error:
        got = {"refused": error.message}
    got = {key: value for key, value in got.items() if value}
    if update_golden:
        head = {key: value for key, value in case.items() if key not in ("manifests", "gives", "refused")}
        order = ("title", "settings", "app", "others", "parts")
        rows = [write({key: head[key]}) for key in sorted(head, key=lambda k: order.index(k))]
        path.write_text("".join([*rows, *(write({key: value}) for key, value in got.items())]), encoding="utf8")
        return
    assert {key: case[key] for key in ("manifests", "gives", "refused") if key in case} == got
    assert got, "a case has to expect something"


def test_every_component_has_cases() -> None:
    covered = {path.parent.name for path in CASES}
    assert [name for name in components.names() if name not in covered] == []
