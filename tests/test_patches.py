"""The escape hatches: patches by identity or by pointer, and raw objects."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from generator.build import Built, build
from generator.model import Manifest
from generator.patches import strategic_merge
from generator.values.source import read_source
from tests.repositories import WEB, write


def built(folder: Path, lines: str) -> Built:
    return build(read_source(write(folder, {"values/services/web/values.yaml": WEB + lines})))


def deployment(found: Built) -> Any:
    assert found.findings == ()
    return next(m.body for m in found.fleet if m.path == "dev/shop/web/deployment-web.yaml")


def test_a_strategic_patch_changes_one_container_and_removes_a_key(tmp_path: Path) -> None:
    lines = """\
patches:
  - name: debug
    target: {kind: Deployment}
    reason: the debugger needs its own settings
    merge:
      spec:
        revisionHistoryLimit: null
        template: {spec: {containers: [{name: web, stdin: true}, {name: debug, image: "busybox:1.37"}]}}
"""
    body = deployment(built(tmp_path, lines))
    first, second = body["spec"]["template"]["spec"]["containers"]
    assert (first["name"], first["stdin"], first["image"]) == ("web", True, "ghcr.io/acme/web:1.2.3")
    assert second == {"name": "debug", "image": "busybox:1.37"}
    assert "revisionHistoryLimit" not in body["spec"]


def test_a_json_patch_changes_what_its_pointer_names(tmp_path: Path) -> None:
    lines = """\
patches:
  - name: grace
    target: {kind: Deployment, name: web}
    reason: the queue drains slowly
    json: [{op: replace, path: /spec/template/spec/terminationGracePeriodSeconds, value: 600}]
"""
    assert deployment(built(tmp_path, lines))["spec"]["template"]["spec"]["terminationGracePeriodSeconds"] == 600


@pytest.mark.parametrize(
    ("target", "change", "message"),
    [
        (
            "{kind: Deploymnet}", "merge: {spec: {paused: true}}",
            "patches[0] (p) of web changes Deploymnet, which is not rendered; did you mean Deployment?",
        ),
        (
            "{kind: Deployment}", "json: [{op: remove, path: /spec/nothing}]",
            "patch p of web does not fit Deployment: can't remove a non-existent object 'nothing'",
        ),
    ],
)  # fmt: skip
def test_a_patch_that_does_not_fit_is_told(tmp_path: Path, target: str, change: str, message: str) -> None:
    lines = f"patches:\n  - {{name: p, target: {target}, reason: because it must be, {change}}}\n"
    assert [f.message for f in built(tmp_path, lines).findings][:1] == [message]


def test_a_patch_needs_a_reason(tmp_path: Path) -> None:
    lines = "patches:\n  - {name: p, target: {kind: Deployment}, merge: {spec: {paused: true}}}\n"
    assert [f.message for f in built(tmp_path, lines).findings] == ["web: `patches[0]` lacks the required key `reason`"]


def test_raw_objects_are_rendered_as_they_stand(tmp_path: Path) -> None:
    lines = """\
manifests:
  extra:
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: extra, namespace: shop}
    data: {key: "yes"}
"""
    found = built(tmp_path, lines)
    manifest = next(m for m in found.fleet if m.path == "dev/shop/web/configmap-extra.yaml")
    assert manifest.text == (
        'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: extra\n  namespace: shop\ndata:\n  key: "yes"\n'
    )
    project = next(m.body for m in found.fleet if m.path == "dev/apps/appproject-dev-shop.yaml")
    assert {"group": "", "kind": "ConfigMap"} in project["spec"]["namespaceResourceWhitelist"]


def test_strategic_merge_falls_back_to_replacing_a_list_without_identity() -> None:
    assert strategic_merge({"args": ["a", "b"]}, {"args": ["c"]}) == {"args": ["c"]}
    assert strategic_merge({"env": [{"name": "A"}]}, {"env": [{"$patch": "delete", "name": "A"}]}) == {"env": []}


PLACED = """\
patches:
  - name: merged
    target: {kind: Deployment}
    reason: values cannot say this
    merge:
      spec:
        revisionHistoryLimit: null
        template:
          spec:
            containers:
              - name: debug
                image: "busybox:1.37"
                stdin: true
              - {name: web, tty: true}
            hostAliases: [{ip: 127.0.0.1, hostnames: [a.example, b.example]}]
  - name: pointed
    target: {kind: Deployment, name: web}
    reason: values cannot say this
    json:
      - {op: add, path: /spec/template/spec/containers/0, value: {name: first, image: "busybox:1.36"}}
      - {op: remove, path: /spec/progressDeadlineSeconds}
      - {op: add, path: /spec/template/spec/containers/-, value: {name: last, image: "busybox:1.35"}}
      - {op: replace, path: /spec/template/spec/hostAliases/0/ip, value: 127.0.0.2}
      - {op: move, path: /spec/paused, from: /spec/template/spec/containers/2/stdin}
manifests:
  extra:
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: extra, namespace: shop}
    immutable: true
    data: {key: "yes"}
"""
CONTAINERS = ("spec", "template", "spec", "containers")


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ((*CONTAINERS, 0, "image"), "{op: add, path: /spec/template/spec/containers/0"),
        ((*CONTAINERS, 0, "resources"), "{op: add, path: /spec/template/spec/containers/0"),
        ((*CONTAINERS, 1, "image"), "image: {repository"),
        ((*CONTAINERS, 1, "tty"), "tty: true"),
        ((*CONTAINERS, 2), "- name: debug"),
        ((*CONTAINERS, 2, "image"), "image: \"busybox:1.37\""),
        ((*CONTAINERS, 2, "livenessProbe"), "- name: debug"),
        ((*CONTAINERS, 3, "image"), "{op: add, path: /spec/template/spec/containers/-"),
        (("spec", "template", "spec", "hostAliases", 0, "ip"), "{op: replace"),
        (("spec", "template", "spec", "hostAliases", 0, "hostnames", 1), "hostAliases:"),
        (("spec", "progressDeadlineSeconds"), "{op: remove"),
        (("spec", "revisionHistoryLimit"), "revisionHistoryLimit: null"),
        (("spec", "paused"), "stdin: true"),
    ],
)  # fmt: skip
def test_a_patched_field_is_placed_where_the_patch_says_it(
    tmp_path: Path, field: tuple[str | int, ...], text: str
) -> None:
    found = built(tmp_path, PLACED)
    assert found.findings == ()
    manifest = next(m for m in found.fleet if m.path == "dev/shop/web/deployment-web.yaml")
    assert text in line_of(manifest, field)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (("data", "key"), 'data: {key: "yes"}'),
        (("immutable",), "immutable: true"),
        (("metadata", "labels"), "metadata: {name: extra"),
        (("metadata",), "metadata: {name: extra"),
        ((), "  extra:"),
    ],
)
def test_a_field_of_a_raw_object_is_placed_where_it_stands(tmp_path: Path, field: tuple[str, ...], text: str) -> None:
    found = built(tmp_path, PLACED)
    manifest = next(m for m in found.fleet if m.path == "dev/shop/web/configmap-extra.yaml")
    assert text in line_of(manifest, field)


def line_of(manifest: Manifest, field: tuple[str | int, ...]) -> str:
    """The values line that a field is placed at."""
    origin = manifest.origin(field)
    assert origin is not None and origin.file == "values/services/web/values.yaml"
    return (WEB + PLACED).splitlines()[origin.line - 1]


def test_a_patch_may_not_make_another_object(tmp_path: Path) -> None:
    lines = """\
patches:
  - name: renamed
    target: {kind: Service}
    reason: the old name is still called
    merge: {metadata: {name: shop}}
"""
    (finding,) = set(built(tmp_path, lines).findings)
    assert finding.message == "patch renamed of web changes metadata.name of Service, which makes it another object"
    assert str(finding.origin) == f"values/services/web/values.yaml:{len(WEB.splitlines()) + 5}:30"
