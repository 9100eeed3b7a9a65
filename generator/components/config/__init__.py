"""Configuration files: one ConfigMap, its files mounted by directory, and a checksum that rolls the pods."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from generator import names
from generator.model import App, Part, Scene, UserError, View

from .formats import text_of

SCOPES = ("service",)

CHECKSUM = "checksum/config"
LIMIT = 1_048_576
"""Bytes of all values that the API server accepts in one ConfigMap."""


def views(app: App, scene: Scene) -> Iterator[View]:
    """The ConfigMap. Raises UserError when it would be too large."""
    texts = files(app)
    if texts:
        yield View("configmap", config_map_name(app), {"files": texts}, source=("config",))


def parts(app: App, scene: Scene) -> Iterator[Part]:
    """The files for the pod's volumes, and the checksum of what they say."""
    texts = files(app)
    if not texts:
        return
    for path, key in sorted(keys(app).items()):
        yield Part(
            "pod.files",
            {
                "path": path,
                "source": "configMap",
                "name": config_map_name(app),
                "key": key,
                "asked": f"config.{path}",
            },
        )
    yield Part("pod.annotations", {CHECKSUM: checksum(texts)})


def config_map_name(app: App) -> str:
    """The name of an app's ConfigMap."""
    return names.fit(f"{app.name}-config")


def checksum(texts: Mapping[str, str]) -> str:
    """SHA-256, in hex, of a ConfigMap's `data` as JSON with sorted keys, no blanks and no escapes."""
    text = json.dumps(dict(texts), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def files(app: App) -> dict[str, str]:
    """The ConfigMap's data: the text of each file under its key, sorted."""
    wanted = app.values.get("config") or {}
    found = {key: text_of(app, path, wanted[path]) for path, key in keys(app).items()}
    size = sum(len(text.encode()) for text in found.values())
    if size > LIMIT:
        raise UserError(
            f"config: {size} bytes do not fit into one ConfigMap, which holds {LIMIT}",
            app.origin,
            rule="values-config",
            fix="move large files into the image or a volume",
        )
    return dict(sorted(found.items()))


def keys(app: App) -> dict[str, str]:
    """Each file's key in the ConfigMap: its base name, or its whole path where two files share a base name."""
    paths = sorted(app.values.get("config") or {})
    bases = [PurePosixPath(path).name for path in paths]
    found: dict[str, str] = {}
    for path, base in zip(paths, bases, strict=True):
        if ".." in PurePosixPath(path).parts or "." in path.split("/"):
            raise UserError(
                f"config.{path}: the path may not hold . or ..",
                app.origin,
                rule="values-config",
                fix="write the path out",
            )
        found[path] = _legal(base if bases.count(base) == 1 else path.strip("/").replace("/", "."))
    if len(set(found.values())) != len(found):
        found = {path: _legal(f"{key}-{hashlib.sha256(path.encode()).hexdigest()[:8]}") for path, key in found.items()}
    return found


def _legal(key: str) -> str:
    """ConfigMap keys hold letters, digits, hyphens, underscores and dots, and do not start with two dots."""
    legal = re.sub(r"[^-._A-Za-z0-9]", "_", key)
    return "_" + legal if legal.startswith("..") else legal
