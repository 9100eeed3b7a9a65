"""What people get wrong in values/, told at its line, all in one run."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.build import build
from generator.model import Finding, UserError
from generator.values.source import read_source
from tests.repositories import WEB, write

TWENTY: dict[str, str | None] = {
    "values/defaults.yaml": """\
        env: {RETRIES: 3}
        resorces: {}
        """,
    "values/environments/production.yaml": """\
        pagin: true
        dns: {zone: Example.COM}
        service: {replicas: many}
        """,
    "values/environments/prodcution.yaml": "paging: true\n",
    "values/domains/shop.yaml": """\
        namespaces:
          Shop: {}
        acess: {}
        """,
    "values/services/web/values.yaml": """\
        domain: shop
        namespace: shop
        image: {repository: ghcr.io/acme/web, tag: 1.10}
        """,
    "values/services/api/values.yaml": """\
        domain: shpo
        namespace: shop
        image: {repository: ghcr.io/acme/api, tag: "1", pullPolicy: Sometimes}
        ports: {http: 80800}
        prots: {http: 8080}
        resources: {requests: {memory: 1GB}}
        autoscaling: {min: "2", max: 0}
        """,
    "values/services/job/values.yaml": """\
        domain: shop
        namespace: shop
        kind: Deploymnet
        image: {repository: ghcr.io/acme/job}
        env: {on: yes}
        """,
    "values/services/empty/values.yaml": "# nothing yet\n",
    "values/services/dup/values.yaml": """\
        domain: shop
        namespace: shop
        namespace: other
        """,
    "values/services/tab/values.yaml": "domain: shop\n\tnamespace: shop\n",
    "values/services/web/notes.yml": "a: 1\n",
}

EXPECTED = [
    "values/defaults.yaml:1:16 values-type-mismatch",
    "values/defaults.yaml:2:1 values-unknown-field",
    "values/domains/shop.yaml:2:3 values-schema-constraint",
    "values/domains/shop.yaml:3:1 values-unknown-field",
    "values/environments/prodcution.yaml:1:1 values-unknown-name",
    "values/environments/production.yaml:1:1 values-unknown-field",
    "values/environments/production.yaml:2:13 values-schema-constraint",
    "values/environments/production.yaml:3:21 values-type-mismatch",
    "values/services/api/values.yaml:1:9 values-unknown-name",
    "values/services/api/values.yaml:3:61 values-schema-constraint",
    "values/services/api/values.yaml:4:15 values-schema-constraint",
    "values/services/api/values.yaml:5:1 values-unknown-field",
    "values/services/api/values.yaml:6:32 values-schema-constraint",
    "values/services/api/values.yaml:7:20 values-type-mismatch",
    "values/services/api/values.yaml:7:30 values-schema-constraint",
    "values/services/dup/values.yaml:3:1 yaml-duplicate-key",
    "values/services/empty/values.yaml:1:1 yaml-empty",
    "values/services/job/values.yaml:5:7 yaml-key",
    "values/services/job/values.yaml:5:11 yaml-ambiguous-scalar",
    "values/services/tab/values.yaml:2:1 yaml-tab",
    "values/services/web/notes.yml:1:1 values-unknown-file",
    "values/services/web/values.yaml:3:44 yaml-ambiguous-scalar",
]


def findings(folder: Path, files: dict[str, str | None]) -> tuple[Finding, ...]:
    return build(read_source(write(folder, files))).findings


def test_twenty_mistakes_are_told_at_their_lines_in_one_run(tmp_path: Path) -> None:
    found = sorted(f"{f.origin} {f.rule}" for f in findings(tmp_path, TWENTY))
    assert found == sorted(EXPECTED)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("replcas: 3", "unknown key `replcas` at the top level; did you mean `replicas`?"),
        ("resources: {request: {cpu: 1}}", "unknown key `request` in `resources`; did you mean `requests`?"),
        ("autoscaling: {max: ten}", "`autoscaling.max` must be an integer, but is a string"),
    ],
)
def test_a_mistake_says_what_was_meant(tmp_path: Path, line: str, message: str) -> None:
    text = WEB.replace("resources:\n  requests: {cpu: 100m, memory: 128Mi}\n", "") + line + "\n"
    found = findings(tmp_path, {"values/services/web/values.yaml": text})
    assert [f.message for f in found] == [message]


def test_a_required_key_nobody_wrote_is_told_once_for_all_environments(tmp_path: Path) -> None:
    text = "domain: shop\nnamespace: shop\n"
    found = findings(tmp_path, {"values/services/web/values.yaml": text})
    assert [(str(f.origin), f.message) for f in found] == [
        ("values/services/web/values.yaml:1:1", "web: the top level lacks the required key `image`")
    ]


def test_a_required_key_missing_in_one_environment_names_it(tmp_path: Path) -> None:
    files: dict[str, str | None] = {
        "values/services/web/values.yaml": WEB,
        "values/services/web/dev.yaml": "image: {tag: null}\n",
    }
    found = findings(tmp_path, files)
    assert [f.message for f in found] == ["web in dev: `image` lacks the required key `tag`"]


def test_an_empty_value_is_not_a_removal(tmp_path: Path) -> None:
    found = findings(tmp_path, {"values/services/web/dev.yaml": "env:\nreplicas: null\n"})
    assert [(str(f.origin), f.message) for f in found] == [("values/services/web/dev.yaml:1:1", "`env` is empty")]


def test_an_environment_that_extends_itself_is_refused(tmp_path: Path) -> None:
    fleet = """\
        repository: {url: https://git.example.com/gitops}
        environments:
          a: {extends: b, cluster: {server: "https://a.example.com"}}
          b: {extends: a, cluster: {server: "https://b.example.com"}}
        domains: {shop: {}}
        """
    found = findings(tmp_path, {"values/fleet.yaml": fleet})
    assert [f.message for f in found] == ["environment a extends itself", "environment b extends itself"]


@pytest.mark.parametrize("files", [{"values/fleet.yaml": None}, {"values/fleet.yaml": "repository: {}\n"}])
def test_without_a_usable_fleet_nothing_is_built(tmp_path: Path, files: dict[str, str | None]) -> None:
    built = build(read_source(write(tmp_path, files)))
    assert built.failed
    assert len(built.fleet) == 0


def test_no_values_at_all_is_an_error_with_a_way_out(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no values/ folder") as caught:
        read_source(tmp_path)
    assert caught.value.findings[0].fix is not None
    assert "argosy init" in caught.value.findings[0].fix.text


def test_no_services_is_never_a_success(tmp_path: Path) -> None:
    found = findings(tmp_path, {"values/services/web/values.yaml": None})
    assert [f.message for f in found] == ["no services found under values/services/"]
