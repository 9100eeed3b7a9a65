"""`argosy validate` in a repository: findings at values lines, narrowing, suppressions, drift, broken values."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.cli.boundary import run

FLEET = """\
repository: {url: "https://github.com/acme/gitops"}
environments:
  dev: {stage: development, cluster: {server: "https://dev.example"}}
  production: {stage: production, cluster: {server: "https://prod.example"}}
domains: {shop: {owner: team}}
"""
SERVICE = """\
domain: shop
namespace: shop
image: {repository: ghcr.io/acme/NAME, tag: "1.0.0"}
ports: {http: 8080}
resources: {requests: {cpu: 250m, memory: 512Mi}, limits: {memory: 512Mi}}
health: {liveness: /healthz, readiness: /readyz}
autoscaling:
  min: 4
  max: 4
  cpu: 80
"""
RULE = "hpa-max-equals-min"


@pytest.fixture(autouse=True)
def _fleet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("values").mkdir()
    Path("values/fleet.yaml").write_text(FLEET)
    for name in ("api", "web"):
        path = Path(f"values/services/{name}/values.yaml")
        path.parent.mkdir(parents=True)
        path.write_text(SERVICE.replace("NAME", name))


def argosy(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[tuple[str, str]], dict[str, int]]:
    """Exit code, rule and place of each finding, and the counts."""
    code = run(["validate", *arguments, "--format", "json"])
    report = json.loads(capsys.readouterr().out)
    found = [(f["rule"], f"{f['origin']['file']}:{f['origin']['line']}") for f in report["findings"]]
    return code, found, report["summary"]


def write(path: str, old: str, new: str) -> None:
    text = Path(path).read_text()
    assert old in text
    Path(path).write_text(text.replace(old, new))


WEB, API = "values/services/web/values.yaml", "values/services/api/values.yaml"


def test_a_fault_of_two_environments_is_told_once_at_its_values_line(capsys: pytest.CaptureFixture[str]) -> None:
    code, found, counts = argosy(capsys, "--no-drift")
    assert (code, found) == (0, [(RULE, f"{API}:9"), (RULE, f"{WEB}:9")])
    assert (counts["services"], counts["environments"]) == (2, 2)


def test_the_rendered_place_is_named_from_the_repository(capsys: pytest.CaptureFixture[str]) -> None:
    run(["validate", "web", "--no-drift"])
    text = capsys.readouterr().out
    assert "   = rendered: rendered/dev/shop/web/horizontalpodautoscaler-web.yaml:" in text
    assert "   = and in: rendered/production/shop/web/horizontalpodautoscaler-web.yaml\n" in text


@pytest.mark.parametrize(
    ("arguments", "places"),
    [
        (["web"], [WEB]),
        (["web", "api"], [API, WEB]),
        (["shop"], [API, WEB]),
        (["values/services/web/values.yaml"], [WEB]),
        (["values/services"], [API, WEB]),
        (["values/fleet.yaml", "web"], [API, WEB]),
        (["rendered/dev/shop/web"], [WEB]),
        (["rendered/dev/shop/web/horizontalpodautoscaler-web.yaml"], [WEB]),
        (["rendered/dev/shop/web/configmap-web-dashboards.yaml"], []),
        (["."], [API, WEB]),
        (["--env", "dev"], [API, WEB]),
        (["--env", "dev", "api"], [API]),
    ],
)
def test_names_paths_and_environments_narrow(
    capsys: pytest.CaptureFixture[str], arguments: list[str], places: list[str]
) -> None:
    run(["render"])
    capsys.readouterr()
    code, found, _ = argosy(capsys, *arguments)
    assert (code, [place for _, place in found]) == (0, [f"{place}:9" for place in places])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["wbe"], "did you mean web?"),
        (["rendered/dev/shop/nothing"], "nothing to judge in rendered/dev/shop/nothing"),
        (["values/services/nothing/values.yaml"], "nothing to judge in values/services/nothing/values.yaml"),
        (["--env", "prod"], "no environment 'prod'"),
        (["web", "-"], "judge them in two runs"),
    ],
)
def test_what_chooses_nothing_is_unusable(capsys: pytest.CaptureFixture[str], arguments: list[str], said: str) -> None:
    assert run(["validate", *arguments]) == 2
    output = capsys.readouterr()
    assert said in output.out + output.err


def test_drift_is_an_error_until_it_is_rendered(capsys: pytest.CaptureFixture[str]) -> None:
    code, found, _ = argosy(capsys, "web")
    assert (code, found[0]) == (1, ("drift-stale", "rendered/dev/shop/web/configmap-web-dashboards.yaml:0"))
    run(["render"])
    capsys.readouterr()
    assert argosy(capsys, "web")[0] == 0
    edited = Path("rendered/dev/shop/web/horizontalpodautoscaler-web.yaml")
    edited.write_text(edited.read_text() + "# by hand\n")
    assert argosy(capsys)[1][0][0] == "drift-hand-edited"
    assert argosy(capsys, "api")[0] == 0
    assert argosy(capsys, "--ignore", "drift")[0] == 0


def test_a_broken_file_is_told_beside_what_the_others_show(capsys: pytest.CaptureFixture[str]) -> None:
    write(WEB, "domain: shop", "domain: [shop")
    code, found, _ = argosy(capsys)
    assert code == 2
    assert [rule for rule, _ in found] == ["yaml-parse-error", RULE]
    assert argosy(capsys, "api", "--no-drift")[:2] == (0, [(RULE, f"{API}:9")])


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (WEB, "  max: 4", f"  max: 4 # argosy: ignore[{RULE}] a fixed size on purpose"),
        (WEB, "  max: 4", f"  # argosy: ignore[{RULE}] a fixed size on purpose\n  max: 4"),
        (WEB, "domain:", f"# argosy: ignore-file[{RULE}] a fixed size on purpose\ndomain:"),
        ("values/fleet.yaml", "domains:",
         f"suppress: [{{rule: {RULE}, object: HorizontalPodAutoscaler/shop/web, reason: on purpose}}]\ndomains:"),
        ("values/fleet.yaml", "domains:",
         f"suppress: [{{rule: {RULE}, path: values/services/web/*, reason: on purpose}}]\ndomains:"),
    ],
)  # fmt: skip
def test_a_finding_is_suppressed_where_people_write(
    capsys: pytest.CaptureFixture[str], path: str, old: str, new: str
) -> None:
    write(path, old, new)
    code, found, counts = argosy(capsys, "--no-drift")
    assert (code, found, counts["suppressed"]) == (0, [(RULE, f"{API}:9")], 2)


def test_a_suppression_for_one_environment_leaves_the_other(capsys: pytest.CaptureFixture[str]) -> None:
    new = f"suppress: [{{rule: {RULE}, path: rendered/dev/*, reason: on purpose}}]\ndomains:"
    write("values/fleet.yaml", "domains:", new)
    _, found, counts = argosy(capsys, "--no-drift")
    assert (len(found), counts["suppressed"]) == (2, 2)


def test_a_suppression_of_no_use_is_told_unless_only_a_part_was_judged(capsys: pytest.CaptureFixture[str]) -> None:
    write(WEB, "ports:", "# argosy: ignore[hpa-max-lt-min] no longer\nports:")
    assert ("suppression-unused", f"{WEB}:4") in argosy(capsys, "--no-drift")[1]
    assert ("suppression-unused", f"{WEB}:4") not in argosy(capsys, "--no-drift", "web")[1]


@pytest.mark.parametrize(
    ("row", "said"),
    [("{rule: x-y}", "reason"), ("{rule: x-y, reason: r, untl: x}", "did you mean `until`?"), ("7", "object")],
)
def test_a_wrong_suppression_in_the_settings_is_told(capsys: pytest.CaptureFixture[str], row: str, said: str) -> None:
    write("values/fleet.yaml", "domains:", f"suppress: [{row}]\ndomains:")
    assert run(["validate"]) == 2
    assert said in capsys.readouterr().out


def test_a_baseline_tells_environments_apart(capsys: pytest.CaptureFixture[str]) -> None:
    argosy(capsys, "--no-drift", "--baseline", "base.json", "--update-baseline")
    rows = json.loads(Path("base.json").read_text())["findings"]
    assert [row["object"].split(":")[0] for row in rows] == ["dev", "dev", "production", "production"]
    code, found, counts = argosy(capsys, "--no-drift", "--baseline", "base.json")
    assert (code, found, counts["baseline"]) == (0, [], 4)
    code, found, _ = argosy(capsys, "--no-drift", "--baseline", "base.json", "web")
    assert (code, found) == (0, [])
