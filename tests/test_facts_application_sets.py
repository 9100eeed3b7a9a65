"""ApplicationSets, evaluated as far as that is possible offline."""

from __future__ import annotations

import pytest
import yaml

from generator.facts.application_sets import elements, generator_of, names, parameters, used
from generator.facts.fields import entries
from generator.model import Manifest
from tests.rule_examples import cluster

SET = """\
apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {{name: a, namespace: argocd}}
spec: {{goTemplate: {go}, generators: {generators}, template: {{metadata: {{name: "{name}"}}}}}}
"""


def application_set(generators: str, name: str, *, go: bool = False) -> Manifest:
    return cluster(SET.format(generators=generators, name=name, go=str(go).lower())).manifests[0]


LIST = "{list: {elements: [{env: a, num: 1, deep: {x: y}}, {env: b, num: 2}]}}"
OTHER = "{list: {elements: [{region: eu}, {region: us}]}}"


@pytest.mark.parametrize(
    ("generators", "name", "go", "expected"),
    [
        (f"[{LIST}]", "web-{{env}}", False, ("web-a", "web-b")),
        (f"[{LIST}]", "web-{{ .env }}", True, ("web-a", "web-b")),
        (f"[{LIST}]", "web-{{env}}", True, None),
        (f"[{LIST}, {OTHER}]", "web", False, ("web", "web", "web", "web")),
        (f"[{LIST}]", "web-{{missing}}", False, None),
        (
            f"[{{matrix: {{generators: [{LIST}, {OTHER}]}}}}]",
            "{{env}}-{{region}}",
            False,
            ("a-eu", "a-us", "b-eu", "b-us"),
        ),
        ("[{clusters: {}}]", "{{name}}", False, None),
    ],
)
def test_names_are_known_where_every_parameter_is(
    generators: str, name: str, go: bool, expected: tuple[str, ...] | None
) -> None:
    assert names(application_set(generators, name, go=go)) == expected


@pytest.mark.parametrize(
    ("entry", "expected"),
    [("{list: {}}", "list"), ("{list: {}, git: {}}", ""), ("{lst: {}}", ""), ("{git: {}, selector: {}}", "git")],
)
def test_an_entry_is_one_generator(entry: str, expected: str) -> None:
    assert generator_of(yaml.safe_load(entry)) == expected


def given(generators: str) -> frozenset[str] | None:
    body = application_set(generators, "x").body
    return parameters(entry for _, entry in entries(body, "spec", "generators"))


def test_parameters_are_those_of_every_generator() -> None:
    assert given(f"[{LIST}]") == frozenset({"env", "num", "deep.x"})
    words = "name nameNormalized server project metadata values.tier"
    assert given("[{clusters: {values: {tier: a}}}]") == frozenset(words.split())
    assert given("[{git: {files: [{path: a}]}}]") is None
    assert given("[{plugin: {}}]") is None
    assert given(f"[{{merge: {{generators: [{LIST}, {OTHER}]}}}}]") == frozenset({"env", "num", "deep.x", "region"})


def test_elements_of_a_list_are_flat() -> None:
    assert elements(yaml.safe_load("{list: {elements: [{a: {b: true}, c: 1}]}}")) == [{"a.b": "true", "c": "1"}]
    assert elements(yaml.safe_load("{list: {elementsYaml: x}}")) is None


@pytest.mark.parametrize(
    ("text", "go", "expected"),
    [
        ("{{env}}/{{ path.basename }}", False, {"env", "path.basename"}),
        ("{{ .env | lower }}-{{ index .deep.x 0 }}", True, {"env", "deep.x"}),
        ('{{ printf ".nothing" }}', True, set()),
        ("{{ range .list }}{{ .x }}{{ end }}", True, set()),
    ],
)
def test_a_template_asks_for_its_parameters(text: str, go: bool, expected: set[str]) -> None:
    assert used(application_set(f"[{LIST}]", "x", go=go), text) == expected
