"""Secrets by reference: an ExternalSecret that makes the app's Secret, and the variables and files that read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator import names
from generator.model import App, Part, Scene, View

SCOPES = ("service",)


def views(app: App, scene: Scene) -> Iterator[View]:
    """The ExternalSecret."""
    wanted = app.values.get("secrets") or {}
    if not wanted:
        return
    store = app.values["secretStore"]
    data = {
        "refreshInterval": store["refresh"],
        "store": {"kind": store["kind"], "name": store["name"]},
        "target": secret_name(app),
        "deletionPolicy": store["deletionPolicy"],
        "entries": [{"secretKey": name, "remoteRef": _remote(ref)} for name, ref in sorted(wanted.items())],
    }
    yield View("externalsecret", secret_name(app), data, source=("secrets",))


def parts(app: App, scene: Scene) -> Iterator[Part]:
    """A variable for each secret, or a file where the values ask for one."""
    for name, ref in sorted((app.values.get("secrets") or {}).items()):
        if isinstance(ref, Mapping) and "file" in ref:
            yield Part(
                "pod.files",
                {
                    "path": ref["file"],
                    "source": "secret",
                    "name": secret_name(app),
                    "key": name,
                    "asked": f"secrets.{name}.file",
                },
            )
            continue
        source = {"secretKeyRef": {"name": secret_name(app), "key": name}}
        yield Part("container.env", {"name": name, "valueFrom": source})


def secret_name(app: App) -> str:
    """The name of an app's ExternalSecret and of the Secret it makes."""
    return names.fit(f"{app.name}-secrets")


def _remote(ref: str | Mapping[str, Any]) -> dict[str, Any]:
    """Where the value lives. Strategies are written out: older operators fill them in, and lists compare as a whole."""
    if isinstance(ref, str):
        key, _, prop = ref.partition("#")
        ref = {"key": key, **({"property": prop} if prop else {})}
    made = {word: ref[word] for word in ("key", "property", "version") if word in ref}
    return {
        **made,
        "conversionStrategy": "Default",
        "decodingStrategy": ref.get("decode", "None"),
        "metadataPolicy": "None",
    }
