"""Every rendered object against other people's schemas: the upstream CRDs, and kubernetes-validate in strict mode."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import kubernetes_validate
import pytest
import yaml
from upstream_crds import needed, upstream

from generator.schema_store.structural import json_schema

ROOT = Path(__file__).resolve().parent.parent
KUBERNETES = "1.34"
CORE_GROUPS = {"", "apps", "autoscaling", "batch", "policy", "networking.k8s.io", "rbac.authorization.k8s.io"}


@lru_cache
def rendered() -> tuple[tuple[str, dict[str, Any]], ...]:
    """Path and body of every rendered object."""
    rows = []
    for path in sorted((ROOT / "rendered").rglob("*.yaml")):
        rows.append((path.relative_to(ROOT).as_posix(), yaml.load(path.read_bytes(), yaml.CSafeLoader)))
    return tuple(rows)


def group_of(body: dict[str, Any]) -> str:
    return str(body["apiVersion"]).rpartition("/")[0]


@lru_cache
def validator(key: str) -> jsonschema_rs.Draft202012Validator | None:
    structural = upstream().get(key)
    if structural is None:
        return None
    group, version, kind = key.split("/")
    return jsonschema_rs.Draft202012Validator(json_schema(structural, group=group, version=version, kind=kind))


@needed
def test_every_custom_object_fits_the_upstream_crd() -> None:
    unknown, refused, judged = set(), [], 0
    for path, body in rendered():
        group = group_of(body)
        if group in CORE_GROUPS:
            continue
        judge = validator(f"{group}/{body['apiVersion'].rpartition('/')[2]}/{body['kind']}")
        if judge is None:
            unknown.add(f"{body['apiVersion']} {body['kind']}")
            continue
        judged += 1
        refused += [f"{path}: {list(e.instance_path)}: {e.message[:200]}" for e in judge.iter_errors(body)]
    assert (unknown, refused) == (set(), [])
    assert judged > 700


def test_every_core_object_passes_kubernetes_validate_strictly() -> None:
    # It reads its definitions anew for each object, so each shape (keys and types) is judged once; every object is
    # judged by our own schemas, which are built from the same source, by `argosy validate`.
    seen: set[str] = set()
    judged = 0
    for path, body in rendered():
        if group_of(body) not in CORE_GROUPS or (shape := json.dumps(list(shape_of(body)))) in seen:
            continue
        seen.add(shape)
        judged += 1
        try:
            kubernetes_validate.validate(body, KUBERNETES, strict=True)
        except kubernetes_validate.ValidationError as error:
            pytest.fail(f"{path}: {error.message[:300]}")
    assert judged > 20


def shape_of(node: Any, path: str = "") -> Iterator[str]:
    """The keys and types of a body, names of labels, data and the like left out; lists count once per kind of item."""
    if isinstance(node, dict):
        free = path.endswith(("labels", "annotations", "data", "matchLabels", "/selector", "nodeSelector", "/hard"))
        for key, child in sorted(node.items()):
            yield from shape_of(child, f"{path}/{'*' if free else key}")
    elif isinstance(node, list):
        yield from sorted({row for child in node for row in shape_of(child, f"{path}/[]")})
    else:
        yield f"{path}:{node if path in ('/kind', '/apiVersion') else type(node).__name__}"
