"""Manifests that other people wrote: what is recognised, where it stands, and that nothing hostile gets far."""

from __future__ import annotations

import base64
import os
import time
from pathlib import Path

import pytest

from generator.manifests import Loaded, load
from generator.model import Origin

SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\nspec:\n  ports:\n  - port: 80\n"
LIST = """\
apiVersion: v1
kind: List
items:
- apiVersion: v1
  kind: Service
  metadata: {name: a}
- apiVersion: v1
  kind: List
  items:
  - {apiVersion: v1, kind: Secret, metadata: {name: b, namespace: c}}
- 7
- {kind: Service}
"""
RULES = "groups:\n- name: g\n  rules:\n  - alert: Down\n    expr: up == 0\n"
ROUTES = """\
global: {slack_api_url: 'https://example.com/x'}
route:
  receiver: team
  group_by: [namespace]
  routes:
  - receiver: page
    match: {severity: critical}
    matchers: ['team="a", zone=~"b|c"']
receivers:
- name: team
  slack_configs: [{channel: '#a'}]
- name: page
"""


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def loaded(paths: list[str], stdin: bytes = b"") -> Loaded:
    return load(paths, lambda: stdin)


def written(**files: str) -> None:
    for name, text in files.items():
        path = Path(name.replace("__", "/").replace("_yaml", ".yaml").replace("_json", ".json"))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf8")


def rules(found: Loaded) -> list[str]:
    return [finding.rule for finding in found.findings]


def test_every_field_of_every_document_knows_its_place() -> None:
    written(a_yaml=f"# one\n---\n{SERVICE}---\n{SERVICE.replace('web', 'api')}")
    first, second = loaded(["a.yaml"]).fleet.manifests
    assert (str(first.id), str(second.id)) == ("Service shop/web", "Service shop/api")
    assert first.origin(("spec", "ports", 0, "port")) == Origin("a.yaml", 8, 11)
    assert second.origin(("spec", "ports", 0, "port")) == Origin("a.yaml", 15, 11)
    assert second.origin(("spec", "ports")) == Origin("a.yaml", 14, 3)
    assert second.origin(("spec", "ports", 0, "name")) == Origin("a.yaml", 15, 5)


def test_lists_are_opened_and_a_bad_item_is_told_at_its_line() -> None:
    written(a_yaml=LIST)
    found = loaded(["a.yaml"])
    assert [str(m.id) for m in found.fleet] == ["Service a", "Secret c/b"]
    assert [(f.rule, str(f.origin)) for f in found.findings] == [
        ("manifest-identity", "a.yaml:11:3"),
        ("manifest-identity", "a.yaml:12:3"),
    ]


def test_items_of_a_typed_list_take_their_kind_from_it() -> None:
    written(a_json='{"apiVersion": "v1", "kind": "ServiceList", "items": [{"metadata": {"name": "x"}}]}')
    (manifest,) = loaded(["a.json"]).fleet
    assert (manifest.api_version, manifest.id.kind, manifest.id.name) == ("v1", "Service", "x")


def test_standard_input_is_a_file_of_its_own() -> None:
    (manifest,) = loaded(["-"], SERVICE.encode()).fleet
    assert manifest.origin(("kind",)) == Origin("<stdin>", 2, 7)


def test_a_file_named_twice_is_read_once() -> None:
    written(k__a_yaml=SERVICE)
    assert len(loaded(["k", "k/a.yaml", "./k/../k"]).fleet) == 1


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("apiVersion: v1\nkind: ../evil\nmetadata: {name: a}\n", "manifest-identity"),
        ("apiVersion: v1\nkind: 123\nmetadata: {name: a}\n", "manifest-identity"),
        ("apiVersion: v1\nkind: [a]\nmetadata: {name: a}\n", "manifest-identity"),
        ("apiVersion: v1\nmetadata: {name: a}\n", "manifest-identity"),
        ("apiVersion: a/b/c/d\nkind: Service\n", "manifest-identity"),
        ("apiVersion: {}\nkind: Service\n", "manifest-identity"),
        ("a: 1\n", "input-not-a-manifest"),
        ("- 1\n", "input-not-a-manifest"),
        ("text\n", "input-not-a-manifest"),
        ("", "yaml-empty"),
        ("---\n# nothing\n---\n", "yaml-empty"),
        ("{{- if .Values.x }}\na: 1\n{{- end }}\n", "input-template"),
        ("a: [1\n", "yaml-parse-error"),
        ("a: 1\na: 2\n", "yaml-duplicate-key"),
        ("\0\1", "yaml-encoding"),
        ("[" * 100_000, "yaml-limit"),
    ],
)
def test_a_file_that_holds_no_object_is_told(text: str, rule: str) -> None:
    written(a_yaml=text)
    found = loaded(["a.yaml"])
    assert rule in rules(found)
    assert not found.fleet.manifests


def test_metadata_of_any_shape_is_read_without_a_crash() -> None:
    for odd in ("metadata: 7", "metadata: {name: 5, namespace: [a]}", "metadata: {name: {a: b}}", "spec: null"):
        written(a_yaml=f"apiVersion: v1\nkind: Service\n{odd}\n")
        assert len(loaded(["a.yaml"]).fleet) == 1


def test_links_pipes_and_odd_names_are_told_and_never_opened(tmp_path: Path) -> None:
    written(k__a_yaml=SERVICE)
    outside = tmp_path.parent / f"{tmp_path.name}-outside"
    outside.mkdir()
    (outside / "secret.yaml").write_text(SERVICE)
    os.mkfifo("k/pipe.yaml")
    Path("k/link.yaml").symlink_to(outside / "secret.yaml")
    Path("k/dir").symlink_to(outside)
    Path("k/folder.yaml").mkdir()
    started = time.monotonic()
    found = loaded(["k"])
    assert time.monotonic() - started < 2
    assert [str(m.id) for m in found.fleet] == ["Service shop/web"]
    assert sorted(str(f.origin) for f in found.findings) == ["k/dir", "k/link.yaml", "k/pipe.yaml"]
    assert set(rules(found)) == {"file-irregular"}


def test_a_pipe_named_by_hand_does_not_hang() -> None:
    os.mkfifo("p.yaml")
    assert rules(loaded(["p.yaml"])) == ["file-irregular"]


def test_hidden_folders_are_not_entered_and_other_files_are_noted() -> None:
    written(**{".git__config_yaml": "a: 1\n", "k__values_yaml": "a: 1\n", "k__a_yaml": SERVICE, "k__x.txt": "x"})
    found = loaded(["."])
    assert not found.findings
    assert found.skipped == {"files that are no manifests": ("k/values.yaml",)}


def test_a_chart_is_never_passed_and_its_crds_are_judged() -> None:
    written(c__Chart_yaml="apiVersion: v2\nname: c\nversion: 1.0.0\n", c__templates__a_yaml="{{ x }}\n",
            c__values_yaml="a: 1\n", c__crds__b_yaml=SERVICE, c__charts__d__Chart_yaml="name: d\n")  # fmt: skip
    found = loaded(["c"])
    assert [(f.rule, str(f.origin)) for f in found.findings] == [("input-not-rendered", "c/Chart.yaml:1:1")]
    assert [m.path for m in found.fleet] == ["c/crds/b.yaml"]


def test_a_kustomization_is_told_and_its_patches_are_left_out() -> None:
    written(
        b__kustomization_yaml="resources: [a.yaml]\npatches:\n- path: p.yaml\n- path: ../j/patch.yaml\n",
        b__a_yaml=SERVICE,
        b__p_yaml="kind: Service\nmetadata: {name: web}\nspec: {type: 5}\n",
        j__patch_yaml="- {op: add, path: /a, value: 1}\n",
        j__other_yaml="- {op: add, path: /a, value: 1}\n",
    )
    found = loaded(["."])
    assert rules(found) == ["input-not-rendered"]
    assert [m.path for m in found.fleet] == ["b/a.yaml"]
    assert found.skipped == {"parts of kustomizations": ("b/p.yaml", "j/patch.yaml"), "patches": ("j/other.yaml",)}


def test_a_rules_file_is_judged_as_a_prometheus_rule() -> None:
    written(my_rules_yaml=RULES)
    (manifest,) = loaded(["my_rules.yaml"]).fleet
    assert (str(manifest.id), manifest.component) == ("PrometheusRule.monitoring.coreos.com my-rules", "embedded")
    assert manifest.origin(("spec", "groups", 0, "rules", 0, "expr")) == Origin("my_rules.yaml", 5, 11)


def test_rules_inside_a_config_map_point_at_its_lines() -> None:
    inside = "".join(f"    {line}\n" for line in RULES.rstrip("\n").split("\n"))
    written(
        a_yaml=f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: r, namespace: m}}\ndata:\n  x.yaml: |\n{inside}"
    )
    config, made = loaded(["a.yaml"]).fleet
    assert (config.id.kind, made.id.kind, made.id.name, made.id.namespace) == (
        "ConfigMap",
        "PrometheusRule",
        "r-x-yaml",
        "m",
    )
    assert made.origin(("spec", "groups", 0, "rules", 0, "expr")) == Origin("a.yaml", 10, 15)


@pytest.mark.parametrize(
    "text", ['"groups: [{name: g, rules: [{record: a}]}]"', ">\n    groups: [{name: g, rules: []}]"]
)
def test_rules_in_a_quoted_or_folded_scalar_point_at_the_scalar(text: str) -> None:
    written(a_yaml=f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: r}}\ndata:\n  x.yaml: {text}\n")
    made = loaded(["a.yaml"]).fleet.manifests[1]
    assert made.origin(("spec", "groups", 0, "name")) == Origin("a.yaml", 5, 3)


def test_rules_inside_a_config_map_that_do_not_parse_are_told_at_their_line() -> None:
    written(
        a_yaml="apiVersion: v1\nkind: ConfigMap\nmetadata: {name: r}\ndata:\n  x.yaml: |\n    groups:\n    - name: [\n"
    )
    found = loaded(["a.yaml"])
    assert [(f.rule, f.origin.line if f.origin else 0) for f in found.findings] == [("embedded-unreadable", 7)]


def test_alertmanagers_own_file_takes_the_shape_of_its_custom_resource() -> None:
    written(a_yaml=ROUTES)
    (manifest,) = loaded(["a.yaml"]).fleet
    spec = manifest.body["spec"]
    assert manifest.component == "translated"
    assert spec["route"] == {
        "receiver": "team",
        "groupBy": ["namespace"],
        "routes": [
            {
                "receiver": "page",
                "matchers": [
                    {"name": "severity", "matchType": "=", "value": "critical"},
                    {"name": "team", "matchType": "=", "value": "a"},
                    {"name": "zone", "matchType": "=~", "value": "b|c"},
                ],
            }
        ],
    }
    assert spec["receivers"][0]["slackConfigs"] == [{"apiURL": "https://example.com/x", "channel": "#a"}]
    assert manifest.origin(("spec", "route", "routes", 0, "matchers", 2, "value")) == Origin("a.yaml", 8, 16)
    assert manifest.origin(("spec", "route", "routes", 0, "receiver")) == Origin("a.yaml", 6, 15)


def test_settings_hold_for_the_folder_they_are_in() -> None:
    written(argosy_yaml='products: {kubernetes: "1.33"}\n', a__a_yaml=SERVICE, b__a_yaml=SERVICE,
            b__argosy_yaml="closedNamespaces: [shop]\nsuppress:\n- {rule: x-y, reason: because}\n")  # fmt: skip
    found = loaded(["a", "b"])
    assert {m.path: m.environment for m in found.fleet} == {"a/a.yaml": "", "b/a.yaml": "b"}
    assert {s.environment: dict(s.settings) for s in found.fleet.scenes} == {
        "": {"products": {"kubernetes": "1.33"}},
        "b": {"closedNamespaces": ["shop"]},
    }
    assert found.settings[1].origins == {0: Origin("b/argosy.yaml", 3, 3)}


def test_a_misspelt_setting_is_told_with_the_one_that_was_meant() -> None:
    written(a__argosy_yaml="closedNamspaces: [x]\n", a__a_yaml=SERVICE)
    (finding,) = loaded(["a"]).findings
    assert (finding.rule, str(finding.origin)) == ("settings-invalid", "a/argosy.yaml:1:1")
    assert "did you mean `closedNamespaces`?" in finding.message


def test_settings_above_a_folder_given_from_elsewhere_are_not_read(tmp_path: Path) -> None:
    written(argosy_yaml="closedNamespaces: [x]\n", k__a_yaml=SERVICE, elsewhere__x="")
    os.chdir("elsewhere")
    assert loaded(["../k"]).fleet.scenes == ()
    assert loaded([str(tmp_path / "k")]).fleet.scenes == ()


def test_alertmanagers_own_file_is_read_out_of_the_base64_of_a_secret() -> None:
    text = base64.b64encode(b"route: {receiver: a}\nreceivers: [{name: a}]\n").decode()
    written(
        a_yaml=f"apiVersion: v1\nkind: Secret\nmetadata: {{name: am}}\ndata: {{alertmanager.yaml: {text}, x: '?'}}\n"
    )
    secret, inner = load(["."], lambda: b"").fleet.manifests
    assert (secret.id.kind, inner.id.kind) == ("Secret", "AlertmanagerConfig")
    assert str(inner.origin(("spec", "route", "receiver"))) == "a.yaml:4:8"


def test_provisioned_alerts_of_grafana_are_no_rules_of_prometheus() -> None:
    written(a_yaml="apiVersion: 1\ngroups:\n- name: a\n  folder: b\n  rules: []\n")
    found = load(["."], lambda: b"")
    assert (found.fleet.manifests, found.findings) == ((), ())


def test_a_whole_repository_is_known_by_all_its_files(tmp_path: Path) -> None:
    written(a_yaml=SERVICE, web__main_jsonnet="{}")
    assert load(["."], lambda: b"").fleet.settings["files"] == ()
    Path(".git").mkdir()
    files = load(["."], lambda: b"").fleet.settings["files"]
    assert sorted(files) == ["a.yaml", "web/main.jsonnet"]
