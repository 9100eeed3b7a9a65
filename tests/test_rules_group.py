"""Groups: one name for findings of several rules, wherever a rule id may be written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.cli.boundary import run
from generator.model import Finding
from generator.rules.builtin import builtins
from generator.rules.catalogue import rules
from generator.rules.group import group, groups, stands_for, with_members
from generator.rules.page import entries, rule_page

HPA = """\
apiVersion: autoscaling/v2beta2
kind: HorizontalPodAutoscaler
metadata: {name: web, namespace: shop}
spec: {maxReplicas: 3, minReplicas: 2, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}
"""
PDB = """\
apiVersion: policy/v1beta1
kind: PodDisruptionBudget
metadata: {name: web, namespace: shop}
spec: {maxUnavailable: 1, selector: {matchLabels: {app: web}}}
"""
CHART = """\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: db, namespace: argocd}
spec:
  project: shop
  destination: {name: in-cluster, namespace: shop}
  source:
    repoURL: https://charts.example.com
    chart: postgresql
    targetRevision: 1.2.3
    helm: {parameters: [{name: db.password, value: hunter22}]}
"""
TWICE = """\
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {containers: [{name: web, image: "web:1", env: [{name: A, value: a}, {name: A, value: b}]}]}
"""
IDENTITY = """\
apiVersion: keda.sh/v1alpha1
kind: TriggerAuthentication
metadata: {name: queue, namespace: shop}
spec: {podIdentity: {provider: aws-kiam}}
"""
MATCHER = """\
apiVersion: monitoring.coreos.com/v1alpha1
kind: AlertmanagerConfig
metadata: {name: shop, namespace: shop}
spec:
  route: {receiver: team, routes: [{receiver: team, matchers: [{name: team, value: "web.*", regex: true}]}]}
  receivers: [{name: team, webhookConfigs: [{url: "https://hooks.example.com"}]}]
"""


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def found(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[tuple[str, str]]:
    """Severity and rule of everything but what cannot be verified."""
    run(["validate", *arguments, "--format", "json"])
    told = json.loads(capsys.readouterr().out)["findings"]
    return [(f["severity"], f["rule"]) for f in told if f["severity"] != "unverifiable"]


def test_a_group_stands_for_rules_that_exist_and_takes_no_name_of_one() -> None:
    known = {rule.id for rule in rules()} | set(builtins())
    for each in groups().values():
        assert each.id not in known
        assert set(each.told_as) <= known and list(each.told_as) == sorted(each.told_as)
        assert each.why.endswith(".")


def test_a_group_with_kinds_and_fields_covers_only_those() -> None:
    identity = group("dep-keda-hpa-annotation-api")
    assert identity is not None
    one = Finding("schema-constraint", "error", "no", pointer="/spec/podIdentity/provider",
                  object="TriggerAuthentication.keda.sh shop/queue")  # fmt: skip
    assert identity.covers(one)
    other = {"rule": "keda-ta-empty", "object": "ScaledObject.keda.sh shop/queue", "pointer": "/spec"}
    for name, value in other.items():
        changed = Finding(**{**{f: getattr(one, f) for f in ("rule", "severity", "message", "pointer", "object")},
                             name: value})  # fmt: skip
        assert not identity.covers(changed), name


def test_names_are_followed_by_what_they_stand_for() -> None:
    assert with_members(["locked", "drift-orphan-output"]) == (
        "locked", "drift-orphan-output", "drift-foreign-file", "drift-left-file",
    )  # fmt: skip
    assert stands_for("locked") == ("locked",)


@pytest.mark.parametrize(
    ("text", "name", "rule"),
    [
        (HPA, "hpa-deprecated-api", "dep-api-removed"),
        (CHART, "argo-secret-in-helm-params", "sec-secret-plaintext"),
        (TWICE, "argo-ssa-duplicate-keys", "env-duplicate"),
        (IDENTITY, "dep-keda-hpa-annotation-api", "keda-ta-podidentity"),
        (MATCHER, "dep-alertmanager", "am-deprecated-syntax"),
    ],
)
def test_a_group_is_ignored_judged_and_suppressed_by_its_name(
    capsys: pytest.CaptureFixture[str], text: str, name: str, rule: str
) -> None:
    Path("a.yaml").write_text(text)
    assert rule in [told for _, told in found(capsys, "a.yaml")]
    assert rule not in [told for _, told in found(capsys, "a.yaml", "--ignore", name)]
    assert ("info", rule) in found(capsys, "a.yaml", "--severity", f"{name}=info")
    assert ("warning", rule) in found(
        capsys, "a.yaml", "--severity", f"{name}=info", "--severity", f"{rule}=warning"
    ), "the finer rule counts more"
    Path("a.yaml").write_text(f"# argosy: ignore-file[{name}] vendored\n{text}")
    told = [told for _, told in found(capsys, "a.yaml")]
    assert rule not in told and not [each for each in told if each.startswith("suppression-")]


def test_a_group_about_one_kind_leaves_the_same_rule_to_others(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.yaml").write_text(f"{HPA}---\n{PDB}")
    before = [rule for _, rule in found(capsys, "a.yaml")].count("dep-api-removed")
    after = [rule for _, rule in found(capsys, "a.yaml", "--ignore", "hpa-deprecated-api")]
    assert (before, after.count("dep-api-removed")) == (2, 1)


def test_a_suppression_of_a_group_that_finds_nothing_is_unused(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.yaml").write_text(f"# argosy: ignore-file[dep-alertmanager] vendored\n{PDB.replace('v1beta1', 'v1')}")
    assert ("warning", "suppression-unused") in found(capsys, "a.yaml")


def test_drift_is_ignored_and_judged_by_the_one_name(capsys: pytest.CaptureFixture[str]) -> None:
    Path("values/services/web").mkdir(parents=True)
    Path("values/fleet.yaml").write_text(
        'repository: {url: "https://github.com/acme/gitops"}\n'
        'environments: {dev: {stage: development, cluster: {server: "https://dev.example"}}}\n'
        "domains: {shop: {owner: team}}\n"
    )
    Path("values/services/web/values.yaml").write_text(
        'domain: shop\nnamespace: shop\nimage: {repository: ghcr.io/acme/web, tag: "1.0.0"}\nports: {http: 8080}\n'
    )
    assert run(["render"]) == 0
    capsys.readouterr()
    next(Path("rendered/dev/shop/web").glob("service-*.yaml")).unlink()
    Path("rendered/dev/shop/web/extra.yaml").write_text("x: 1\n")
    assert {("error", "drift-missing-file"), ("error", "drift-foreign-file")} <= set(found(capsys))
    left = {rule for _, rule in found(capsys, "--ignore", "drift-rendered-output") if rule.startswith("drift-")}
    assert left == {"drift-foreign-file"}
    left = {rule for _, rule in found(capsys, "--ignore", "drift-orphan-output") if rule.startswith("drift-")}
    assert left == {"drift-missing-file"}
    told = found(capsys, "--severity", "drift-orphan-output=warning")
    assert ("warning", "drift-foreign-file") in told and ("error", "drift-missing-file") in told


def test_every_group_is_listed_and_explained() -> None:
    listed = {entry.id: entry for entry in entries()}
    for each in groups().values():
        assert listed[each.id].told_as == each.told_as
        page = rule_page(each.id)
        assert page is not None and page.startswith(f"{each.id}: {each.title}")
        assert all(f"\n  {id} " in page for id in each.told_as)
    page = rule_page("hpa-deprecated-api")
    assert page is not None and "about HorizontalPodAutoscaler:" in page and "ignore[hpa-deprecated-api]" in page
    page = rule_page("drift-rendered-output")
    assert page is not None and "They cannot be suppressed" in page and "ignore[" not in page


def test_listing_a_group_lists_its_rules(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "drift-orphan-output", "--format", "json"]) == 0
    assert {row["id"]: row["told_as"] for row in json.loads(capsys.readouterr().out)} == {
        "drift-foreign-file": [],
        "drift-left-file": [],
        "drift-orphan-output": ["drift-foreign-file", "drift-left-file"],
    }
