"""Helm charts and kustomizations: recognised, told, and the parts of them that are no manifests left out."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from generator.manifests.walk import Found
from generator.model import Finding, Fix, Origin

CHART = "Chart.yaml"
KUSTOMIZATIONS = ("kustomization.yaml", "kustomization.yml", "Kustomization")
_GROUP = "kustomize.config.k8s.io"
_CHART_FOLDERS = ("templates/", "charts/", "ci/", "files/")
_FILE_LISTS = (
    "patchesStrategicMerge", "components", "generators", "transformers", "validators", "configurations", "crds",
)  # fmt: skip


def charts(files: Iterable[Found]) -> tuple[str, ...]:
    """The folders of Helm charts that are not inside another chart, sorted."""
    roots = sorted({file.path.rpartition("/")[0] for file in files if _name(file.path) == CHART})
    kept: list[str] = []
    for root in roots:
        if not any(_below(root, outer) for outer in kept):
            kept.append(root)
    return tuple(kept)


def of_chart(path: str, roots: Iterable[str]) -> str | None:
    """The chart whose template, value or inner chart a file is; None for all others, those in crds/ among them."""
    for root in roots:
        if _below(path, root):
            inside = path[len(root) :].lstrip("/")
            if inside.startswith(_CHART_FOLDERS) or ("/" not in inside and inside.startswith(("values", "Chart."))):
                return root
    return None


def chart_finding(root: str) -> Finding:
    where = root or "."
    return Finding(
        "input-not-rendered",
        "error",
        f"{where} is a Helm chart that nobody rendered: its manifests are not judged",
        origin=Origin(f"{root}/{CHART}" if root else CHART, 1, 1),
        fix=Fix(f"run `helm template {where} | argosy validate -`"),
    )


def is_kustomization(path: str, data: Any) -> bool:
    """Whether a document is kustomize's own."""
    if not isinstance(data, dict):
        return False
    version = data.get("apiVersion")
    if isinstance(version, str) and version.startswith(_GROUP) and version.partition("/")[0] == _GROUP:
        return True
    return (
        path.endswith(KUSTOMIZATIONS) and _name(path) in KUSTOMIZATIONS and data.get("kind") in (None, "Kustomization")
    )


def kustomization_finding(path: str, line: int) -> Finding:
    where = path.rpartition("/")[0] or "."
    return Finding(
        "input-not-rendered",
        "error",
        f"{where} is a kustomization that nobody built: its resources are judged as they stand, the result is not",
        origin=Origin(path, line, 1),
        fix=Fix(f"run `kustomize build {where} | argosy validate -`"),
    )


def parts_of(path: str, data: Mapping[str, Any]) -> Iterator[str]:
    """The files a kustomization uses that are no whole manifests: patches, transformers, generated content."""
    folder = path.rpartition("/")[0]
    for name in _named(data):
        if "\n" not in name and "://" not in name:
            yield posixpath.normpath(posixpath.join(folder, name))


def _named(data: Mapping[str, Any]) -> Iterator[str]:
    for key in _FILE_LISTS:
        yield from (entry for entry in _list(data.get(key)) if isinstance(entry, str))
    for key in ("patches", "patchesJson6902", "replacements"):
        for entry in _list(data.get(key)):
            if isinstance(entry, Mapping) and isinstance(entry.get("path"), str):
                yield entry["path"]
    for key in ("configMapGenerator", "secretGenerator"):
        for entry in _list(data.get(key)):
            for kind in ("files", "envs"):
                for text in _list(entry.get(kind)) if isinstance(entry, Mapping) else ():
                    if isinstance(text, str):
                        yield text.rpartition("=")[2]
    for entry in _list(data.get("helmCharts")):
        if isinstance(entry, Mapping):
            yield from (
                v for v in (entry.get("valuesFile"), *_list(entry.get("additionalValuesFiles"))) if isinstance(v, str)
            )


def is_patch(data: Any) -> bool:
    """Whether a document is a JSON patch (RFC 6902)."""
    return (
        isinstance(data, list) and bool(data) and all(isinstance(x, dict) and {"op", "path"} <= x.keys() for x in data)
    )


def _list(node: Any) -> list[Any]:
    return node if isinstance(node, list) else []


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _below(path: str, folder: str) -> bool:
    return not folder or path == folder or path.startswith(folder + "/")
