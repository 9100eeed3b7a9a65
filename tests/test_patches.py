"""The escape hatches: patches by identity or by pointer, and raw objects."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from generator.build import Built, build
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
