"""Which identity and which file a rendered object has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generator.locate import Locator
from generator.model import App, Content, Manifest, ObjectId, View
from generator.patches import RawPlaces, Span


def made(
    app: App, view: View, api_version: str, kind: str, content: Content, wave: int, component: str, locator: Locator
) -> Manifest:
    """The manifest of a view of an app."""
    group, _, version = api_version.rpartition("/")
    namespace = app.target.namespace if view.namespace is None else view.namespace
    identity = ObjectId(group, kind, namespace, view.name)
    return Manifest(
        identity,
        version,
        content,
        f"{app.folder}/{file_name(app, identity)}",
        app.target.environment,
        app.target.cluster,
        app,
        component,
        view.source,
        wave,
        locate=locator,
    )


def file_name(app: App, identity: ObjectId) -> str:
    """kind-name.yaml in lower case; the namespace stands before the name where it is not the app's own."""
    prefix = f"{identity.namespace}." if identity.namespace and identity.namespace != app.target.namespace else ""
    return f"{identity.kind}-{prefix}{identity.name}.yaml".lower().replace(":", "-")


def raw(app: App, rows: Sequence[tuple[str, Mapping[str, Any], Content]], span: Span) -> Iterator[Manifest]:
    """The manifests of an app's raw objects (name under `manifests:`, body, content)."""
    for key, body, content in rows:
        group, _, version = str(body["apiVersion"]).rpartition("/")
        meta = body["metadata"]
        identity = ObjectId(group, str(body["kind"]), str(meta.get("namespace", "")), str(meta["name"]))
        yield Manifest(
            identity,
            version,
            content,
            f"{app.folder}/{file_name(app, identity)}",
            app.target.environment,
            app.target.cluster,
            app,
            "manifests",
            ("manifests", key),
            locate=RawPlaces(body, span, key),
        )
