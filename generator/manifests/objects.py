"""The objects of a document, one Manifest each: lists opened, identities checked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from generator.manifests.spot import Spot
from generator.model import Finding, Fix, Manifest, ObjectId, Path
from generator.yamlio.messages import shown
from generator.yamlio.read import Document
from generator.yamlio.write import Written

_KIND = re.compile(r"[A-Za-z][A-Za-z0-9]{0,62}\Z")
_VERSION = re.compile(r"(?:[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?/)?[a-z0-9]+\Z")
_SIGNS = ("apiVersion", "kind", "metadata")


def looks_like_object(data: Any) -> bool:
    """Whether a document means to be a Kubernetes object, however broken."""
    if not isinstance(data, dict):
        return False
    return (
        ("apiVersion" in data and "kind" in data)
        or sum(sign in data for sign in _SIGNS) > 1
        or ("kind" in data and "spec" in data)
    )


def objects(document: Document, environment: str) -> Iterator[Manifest | Finding]:
    """Every object of a document; a Finding for each that cannot be told apart from others or is no object."""
    yield from _opened(document, document.data, (), environment, "", "")


def _opened(
    document: Document, body: Any, base: Path, environment: str, api_version: str, kind: str
) -> Iterator[Manifest | Finding]:
    spot = Spot(document, base)
    if not isinstance(body, dict):
        yield _wrong(spot, (), "an item of a list is not an object", "write an object, or remove the item")
        return
    if kind and "kind" not in body and "apiVersion" not in body:
        body = {"apiVersion": api_version, "kind": kind, **body}
    found = _identity(spot, body)
    if isinstance(found, Finding):
        yield found
        return
    items = body.get("items")
    if found.kind.endswith("List") and isinstance(items, list):
        inner = found.kind.removesuffix("List")
        for number, item in enumerate(items):
            yield from _opened(document, item, (*base, "items", number), environment, str(body["apiVersion"]), inner)
        return
    version = str(body["apiVersion"]).rpartition("/")[2]
    # A document knows its own first line; asking for a place would read the whole file a second time.
    line = spot(()).line if base else document.line
    yield Manifest(found, version, Written(body, document.keys), document.file, environment, line=line, locate=spot)


def _identity(spot: Spot, body: dict[str, Any]) -> ObjectId | Finding:
    """Who the object is; a Finding where apiVersion or kind do not say so."""
    for key, form, example in (("apiVersion", _VERSION, "apps/v1"), ("kind", _KIND, "Deployment")):
        value = body.get(key)
        if key not in body:
            return _wrong(spot, (), f"the object has no {key}", f"write it, for example `{key}: {example}`")
        if not isinstance(value, str) or not form.match(value):
            what = shown(value) if isinstance(value, str) else type(value).__name__
            return _wrong(spot, (key,), f"{what!r} is not a possible {key}", f"write it as text such as {example}")
    metadata = body.get("metadata")
    group = str(body["apiVersion"]).rpartition("/")[0]
    if not isinstance(metadata, dict):
        return ObjectId(group, str(body["kind"]), "", "")
    name = metadata.get("name", metadata.get("generateName"))
    return ObjectId(group, str(body["kind"]), _text(metadata.get("namespace")), _text(name))


def _text(value: Any) -> str:
    return "" if value is None or isinstance(value, (dict, list)) else str(value)


def _wrong(spot: Spot, path: Path, message: str, fix: str) -> Finding:
    origin, length = spot.span(path)
    return Finding("manifest-identity", "error", message, origin=origin, fix=Fix(fix), length=length)
