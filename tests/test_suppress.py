"""Suppressions: which finding each scope covers, and what is told of those that are wrong, over or of no use."""

from __future__ import annotations

import datetime

import pytest

from generator.model import Finding, Manifest, ObjectId, Origin
from generator.suppress import SETTINGS, Suppression, apply, by_settings
from generator.suppress_marks import in_annotations, in_text
from generator.yamlio.read import read
from generator.yamlio.write import Written

TODAY = datetime.date(2026, 11, 24)
KNOWN = {"unknown-field", "hpa-max-lt-min", "keda-cpu-request-missing"}
FINDING = Finding(
    "unknown-field",
    "error",
    "unknown key",
    "rendered/dev/shop/web/deployment-web.yaml",
    3,
    1,
    "/spec/x",
    Origin("values/services/web/values.yaml", 2, 1),
    object="Deployment.apps shop/web",
)


def told(text: str, *findings: Finding, file: str = "values/services/web/values.yaml") -> tuple[int, list[str]]:
    """How many findings a file's comments suppress, and the rules of what is left."""
    marks = in_text(file, text.encode(), lambda: quoted(text))
    done = apply(findings or (FINDING,), marks.suppressions, today=TODAY, known=KNOWN, ran=KNOWN)
    return done.suppressed, sorted(f.rule for f in (*done.findings, *marks.findings))


def quoted(text: str) -> list[tuple[int, int]]:
    places = read(text.encode(), "x.yaml").places.values()
    return [(place.start, place.end) for place in places if place.style in ("'", '"')]


@pytest.mark.parametrize(
    ("text", "count", "rules"),
    [
        ("a: 1\nb: 2 # argosy: ignore[unknown-field] legacy\n", 1, []),
        ("a: 1 # argosy: ignore[unknown-field] legacy\nb: 2\n", 0, ["suppression-unused", "unknown-field"]),
        ("# argosy: ignore[unknown-field] legacy\n\n# more\nb: 2\n", 0, ["suppression-unused", "unknown-field"]),
        ("# argosy: ignore[unknown-field] legacy\nb: 2\n", 1, []),
        ("#\nb: 2 #argosy:ignore[hpa-max-lt-min, unknown-field] legacy\n", 1, []),
        ("a: 1\nb: 2 # argosy: ignore[unknown-field]\n", 0, ["suppression-reason-missing", "unknown-field"]),
        ("a: 1\nb: 2 # argosy: ignore[unknown-field] until=2027-01-01\n", 0,
         ["suppression-reason-missing", "unknown-field"]),
        ("a: 1\nb: 2 # argosy: ignore[unknown-field] old until=2026-11-24\n", 1, []),
        ("a: 1\nb: 2 # argosy: ignore[unknown-field] old until=2026-11-23\n", 0,
         ["suppression-expired", "unknown-field"]),
        ("a: 1\nb: 2 # argosy: ignore[unknown-field] until=2026-02-30 old\n", 0,
         ["suppression-malformed", "unknown-field"]),
        ("a: 1\nb: 2 # argosy: ignore[unknwon-field] old\n", 0, ["suppression-unknown-rule", "unknown-field"]),
        ("a: 1\nb: 2 # argosy: ignore[] old\n", 0, ["suppression-malformed", "unknown-field"]),
        ("a: 1\nb: 2 # argosy: ignore[*] old\n", 0, ["suppression-malformed", "unknown-field"]),
        ("a: 1\nb: 2 # argosy: ignroe[unknown-field] old\n", 0, ["suppression-malformed", "unknown-field"]),
        ("# argosy: ignore-file[unknown-field] vendored\na: 1\n", 1, []),
        ("a: 1\n# argosy: ignore-file[unknown-field] vendored\nb: 2\n", 0, ["suppression-malformed", "unknown-field"]),
        ('a: 1\nb: "x # argosy: ignore[unknown-field] no comment"\n', 0, ["unknown-field"]),
        ("a: 1\nb: x#argosy: ignore[unknown-field] no comment\n".replace(": ignore", ":ignore"), 0, ["unknown-field"]),
    ],
)  # fmt: skip
def test_comments_suppress_what_stands_on_their_line(text: str, count: int, rules: list[str]) -> None:
    assert told(text) == (count, rules)


def test_a_file_suppression_ends_at_its_file() -> None:
    text = "# argosy: ignore-file[unknown-field] vendored\na: 1\n"
    assert told(text, file="values/defaults.yaml") == (0, ["suppression-unused", "unknown-field"])


def test_a_misspelt_rule_is_told_with_the_one_that_was_meant() -> None:
    marks = in_text("a.yaml", b"a: 1 # argosy: ignore[unknwon-field] old\n")
    done = apply((), marks.suppressions, today=TODAY, known=KNOWN, ran=KNOWN)
    (finding,) = done.findings
    assert finding.fix is not None and finding.fix.text == "did you mean unknown-field?"
    assert finding.origin == Origin("a.yaml", 1, 6)


def test_nothing_is_called_unused_when_only_a_part_was_judged() -> None:
    marks = in_text("a.yaml", b"a: 1 # argosy: ignore[unknown-field] old\n")
    assert apply((), marks.suppressions, today=TODAY, known=KNOWN, ran=None).findings == ()
    assert apply((), marks.suppressions, today=TODAY, known=KNOWN, ran={"hpa-max-lt-min"}).findings == ()


@pytest.mark.parametrize("rule", ["yaml-parse-error", "file-irregular", "nothing-found", "drift-hand-edited"])
def test_what_was_not_judged_cannot_be_suppressed(rule: str) -> None:
    finding = Finding(rule, "error", "x", origin=Origin("a.yaml", 1, 1))
    everything = Suppression(SETTINGS, ("*",), "because", Origin("argosy.yaml", 1, 1))
    assert apply([finding], [everything], today=TODAY, known=KNOWN, ran=None).suppressed == 0


def manifest(text: object) -> Manifest:
    body = {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"annotations": {"argosy.dev/ignore": text}}}
    identity = ObjectId("apps", "Deployment", "shop", "web")
    return Manifest(identity, "v1", Written(body), "dev/shop/web/deployment-web.yaml",
                    locate=lambda path: Origin("values/services/web/values.yaml", 9, 3))  # fmt: skip


@pytest.mark.parametrize(
    ("text", "count", "wrong"),
    [
        ("unknown-field: legacy", 1, []),
        ("hpa-max-lt-min: soon; unknown-field until=2027-01-01 legacy", 1, []),
        ("unknown-field", 0, ["suppression-reason-missing"]),
        ("Unknown Field", 0, ["suppression-malformed"]),
        ("", 0, []),
        (7, 0, []),
    ],
)
def test_an_object_carries_its_suppressions_as_an_annotation(text: object, count: int, wrong: list[str]) -> None:
    marks = in_annotations([manifest(text)], lambda m: f"rendered/{m.path}")
    done = apply([FINDING], marks.suppressions, today=TODAY, known=KNOWN, ran=None)
    assert (done.suppressed, [f.rule for f in marks.findings]) == (count, wrong)


@pytest.mark.parametrize(
    ("row", "count"),
    [
        ({"rule": "unknown-field"}, 1),
        ({"rule": "unknown-*"}, 1),
        ({"rule": "hpa-*"}, 0),
        ({"rule": "unknown-field", "object": "Deployment/shop/*"}, 1),
        ({"rule": "unknown-field", "object": "Deployment/stock/*"}, 0),
        ({"rule": "unknown-field", "object": "Service/*/*"}, 0),
        ({"rule": "unknown-field", "path": "rendered/dev/*"}, 1),
        ({"rule": "unknown-field", "path": "values/services/web/*"}, 1),
        ({"rule": "unknown-field", "path": "rendered/production/*"}, 0),
        ({"rule": "unknown-field", "until": "2026-11-24"}, 1),
        ({"rule": "unknown-field", "until": "2026-11-23"}, 0),
        ({"rule": "unknown-field", "until": "2026-02-31"}, 0),
    ],
)
def test_settings_suppress_by_rule_object_and_path(row: dict[str, str], count: int) -> None:
    made = by_settings([{**row, "reason": "because"}], {0: Origin("values/fleet.yaml", 1, 1)})
    assert apply([FINDING], made, today=TODAY, known=KNOWN, ran=None).suppressed == count


def test_paths_in_settings_are_relative_to_their_folder() -> None:
    finding = Finding("unknown-field", "error", "x", "apps/web/a.yaml", origin=Origin("apps/web/a.yaml", 1, 1))
    row = {"rule": "unknown-field", "path": "web/*", "reason": "because"}
    made = by_settings([row], {0: Origin("apps/argosy.yaml", 1, 1)}, "apps")
    assert apply([finding], made, today=TODAY, known=KNOWN, ran=None).suppressed == 1


@pytest.mark.parametrize("rule", ["drift-hand-edited", "drift-rendered-output", "yaml-parse-error"])
def test_a_suppression_that_can_never_have_an_effect_is_told(rule: str) -> None:
    made = by_settings([{"rule": rule, "reason": "because"}], {0: Origin("values/fleet.yaml", 1, 1)})
    (finding,) = apply([], made, today=TODAY, known={rule}, ran=None).findings
    assert (finding.rule, finding.message) == (
        "suppression-unused", f"{rule} cannot be suppressed: this has no effect"
    )  # fmt: skip


def test_a_group_is_suppressed_by_its_name() -> None:
    finding = Finding("am-deprecated-syntax", "warning", "x", origin=Origin("a.yaml", 1, 1))
    made = by_settings([{"rule": "dep-alertmanager", "reason": "because"}], {0: Origin("argosy.yaml", 1, 1)})
    done = apply([finding], made, today=TODAY, known={"dep-alertmanager"}, ran={"am-deprecated-syntax"})
    assert (done.suppressed, done.findings) == (1, ())
    (unused,) = apply([], made, today=TODAY, known={"dep-alertmanager"}, ran={"am-deprecated-syntax"}).findings
    assert unused.rule == "suppression-unused"
