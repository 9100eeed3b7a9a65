"""Every rule's documentation and cases, executed.

Cases stand in tests/rules/<family>/<rule-id>.yaml: a list of rows with `title`, optionally `settings` (as fleet.yaml
has them), `manifests` (YAML text of several documents), optionally `before` (what they replace) and `expect`, a list of
rows with `path` (a JSON pointer) and optionally `severity` and `object` (`Kind.group namespace/name`); an empty list
says that nothing is found.
"""

from __future__ import annotations

import copy
import random
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.model import SEVERITIES
from generator.rules import catalogue
from generator.rules.documentation import Documentation, Example, parse
from tests import rule_examples
from tests.rule_examples import OUTSIDE_SCHEMAS, Found, cluster, documentation, refused, rule, rule_id, run

FOLDER = Path(__file__).parent / "rules"
FILES = rule_examples.rule_files()
EXAMPLES = rule_examples.examples()


def case_rows() -> list[tuple[Path, dict[str, Any]]]:
    return [(path, row) for path in sorted(FOLDER.glob("*/*.yaml")) for row in yaml.safe_load(path.read_text("utf8"))]


CASES = case_rows()
each_rule = pytest.mark.parametrize("path", FILES, ids=[rule_id(path) for path in FILES])
each_example = pytest.mark.parametrize(
    ("path", "side", "example"),
    EXAMPLES,
    ids=[f"{rule_id(path)}-{side}-{example.title or n}" for n, (path, side, example) in enumerate(EXAMPLES)],
)


def lacks(told: Documentation) -> list[str]:
    """What a rule's documentation does not say."""
    parts = {"title": told.title, "Why": told.why, "Source": told.source, "Bad": told.bad, "Good": told.good}
    missing = [name for name, part in parts.items() if not part]
    return missing + [f"text of {example.title!r}" for example in (*told.bad, *told.good) if not example.text.strip()]


@each_rule
def test_a_rule_tells_what_why_whence_and_shows_both_sides(path: Path) -> None:
    assert lacks(documentation(path)) == []


def test_documentation_that_lacks_a_section_is_told_so() -> None:
    assert lacks(parse("")) == ["title", "Why", "Source", "Bad", "Good"]
    assert lacks(parse("a fault.\n\nWhy: because.\nSource: docs.\nBad:\n    a: 1\n")) == ["Good"]
    assert lacks(parse("a fault.\n\nWhy: so.\nSource: docs.\nBad (empty):\nGood:\n    a: 1\n")) == ["text of 'empty'"]


@each_rule
def test_a_rule_says_which_kinds_it_judges_and_how_bad_the_fault_is(path: Path) -> None:
    judge = rule(path)
    assert judge.severity in SEVERITIES
    assert judge.kinds, "KINDS or FLEET = True"
    assert all(kind == "*" or kind[:1].isupper() for kind in judge.kinds), judge.kinds
    assert callable(catalogue.check_of(judge))
    assert len(judge.title) <= 100


def test_rule_ids_are_lower_case_words_and_unique() -> None:
    ids = [rule_id(path) for path in FILES]
    assert sorted(ids) == sorted(set(ids))
    assert [name for name in ids if not name.replace("-", "").isalnum() or name != name.lower()] == []


def test_every_family_says_what_it_is_about() -> None:
    for family in sorted({path.parent for path in FILES}):
        opening = (family / "__init__.py").read_text("utf8")
        assert opening.startswith('"""') and len(opening.splitlines()[0]) > 10, family.name


def test_the_index_says_what_the_rules_say() -> None:
    assert catalogue.index_text() == catalogue.INDEX.read_text("utf8"), "run `make docs`"


def of_severity(found: list[Found], *severities: str) -> list[Found]:
    return [problem for problem in found if problem.severity in severities]


@each_example
def test_bad_is_found_and_good_is_not(path: Path, side: str, example: Example) -> None:
    seen = cluster(example.text, documentation(path).settings, example.before)
    before = copy.deepcopy([manifest.body for manifest in seen.manifests])
    found = run(rule(path), seen)
    if side == "bad":
        assert of_severity(found, "error", "warning", "info"), found
    else:
        assert found == []
    assert [manifest.body for manifest in seen.manifests] == before, "a rule changed an object"


@each_rule
def test_a_rule_stumbles_over_no_object_that_its_schema_takes(path: Path) -> None:
    chance = random.Random(path.stem)
    told = documentation(path)
    for example in (*told.bad[:2], *told.good[:2]):
        whole = cluster(example.text, told.settings)
        for _ in range(8):
            broken = rule_examples.damaged(whole, chance)
            try:
                run(rule(path), broken)
            except (TypeError, AttributeError, KeyError, ValueError, IndexError):
                # What validate() takes for a rule that could not judge an object its schema refused.
                if not refused(broken):
                    raise


@each_example
def test_examples_pass_the_schemas_of_their_kinds(path: Path, side: str, example: Example) -> None:
    if path.parent.name == "schema" or example.title.startswith(OUTSIDE_SCHEMAS):
        pytest.skip("shows what schemas refuse")
    assert refused(cluster(example.text, documentation(path).settings)) == []


@pytest.mark.parametrize(("path", "row"), CASES, ids=[f"{path.stem}-{row.get('title')}" for path, row in CASES])
def test_case(path: Path, row: dict[str, Any]) -> None:
    assert set(row) <= {"title", "settings", "before", "manifests", "expect"} and row["title"]
    source = catalogue.FOLDER / path.parent.name / f"{path.stem.replace('-', '_')}.py"
    found = run(
        rule(source), cluster(row["manifests"], yaml.safe_dump(row.get("settings") or {}), row.get("before", ""))
    )
    told = [{"severity": f.severity, "path": f.path, "object": f.object} for f in found]
    expected = row["expect"]
    assert len(told) == len(expected), found
    for wanted in expected:
        assert set(wanted) <= {"severity", "path", "object"} and "path" in wanted
        match = next((one for one in told if wanted.items() <= one.items()), None)
        assert match is not None, (wanted, found)
        told.remove(match)
