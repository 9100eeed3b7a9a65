"""Volumes of a pod and the main container's mounts: its own, other components' and the files they bring."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any

from generator import names
from generator.model import OMIT, App, Path, UserError
from generator.quantity import canonical_quantity

SYSTEM = frozenset(
    ["/", "/bin", "/boot", "/dev", "/etc", "/home", "/lib", "/lib64", "/opt"]
    + ["/proc", "/root", "/run", "/sbin", "/srv", "/sys", "/tmp", "/usr", "/var"]
)
"""Directories of every image: a volume mounted there would hide what the image holds."""

_RAW = ("projected", "csi", "nfs", "ephemeral", "hostPath")
_SOURCES = ("emptyDir", "configMap", "secret", "pvc", *_RAW)


def storage(app: App, values: Mapping[str, Any]) -> tuple[Any, Any]:
    """The pod's `volumes` and the main container's `volumeMounts`, sorted by name and by path; OMIT when empty.

    Raises UserError for a volume without one source, a doubled name or path, or a file in a directory of the system.
    """
    volumes: list[Mapping[str, Any]] = list(app.part("pod.volumes"))
    mounts: list[Mapping[str, Any]] = list(app.part("container.volumeMounts"))
    _add_own(app, values, volumes, mounts)
    _add_files(app, volumes, mounts)
    if values["kind"] == "StatefulSet":
        mounts += [_mount(name, claim) for name, claim in (values.get("storage") or {}).items()]
    if _needs_tmp(values, volumes, mounts):
        volumes.append({"name": "tmp", "emptyDir": {}})
        mounts.append({"name": "tmp", "mountPath": "/tmp"})
    claims = values.get("storage") or {}
    _refuse_twice(app, [*(v["name"] for v in volumes), *claims], "volumes: the name", "volume")
    _refuse_twice(app, [m["mountPath"].rstrip("/") or "/" for m in mounts], "volumes: the path", "mount")
    volumes.sort(key=lambda volume: str(volume["name"]))
    mounts.sort(key=lambda mount: str(mount["mountPath"]))
    return volumes or OMIT, mounts or OMIT


def claim_templates(values: Mapping[str, Any]) -> Any:
    """The claims of a StatefulSet, with the defaults the server fills in: the list is compared as a whole."""
    made = []
    for name, claim in sorted((values.get("storage") or {}).items()):
        spec = {
            "accessModes": claim["accessModes"],
            "resources": {"requests": {"storage": canonical_quantity(claim["size"])}},
            "volumeMode": "Filesystem",
        }
        if "class" in claim:
            spec["storageClassName"] = claim["class"]
        made.append({"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {"name": name}, "spec": spec})
    return made or OMIT


def _add_own(app: App, values: Mapping[str, Any], volumes: list[Any], mounts: list[Any]) -> None:
    for name, wanted in (values.get("volumes") or {}).items():
        found = [source for source in _SOURCES if source in wanted]
        if len(found) != 1:
            raise UserError(
                f"volumes.{name}: a volume has one source, found {' and '.join(found) or 'none'}",
                app.origin,
                rule="values-volume",
                fix=f"give one of {', '.join(_SOURCES)}",
            )
        volumes.append({"name": name, **_source(found[0], wanted[found[0]])})
        if "mount" in wanted:
            mounts.append(_mount(name, wanted))


def _source(kind: str, wanted: Any) -> dict[str, Any]:
    if kind == "pvc":
        return {"persistentVolumeClaim": {"claimName": wanted}}
    if kind == "configMap":
        return {"configMap": {"name": wanted} if isinstance(wanted, str) else wanted}
    if kind == "secret":
        return {"secret": {"secretName": wanted} if isinstance(wanted, str) else wanted}
    if kind == "emptyDir" and "sizeLimit" in wanted:
        return {"emptyDir": {**wanted, "sizeLimit": canonical_quantity(wanted["sizeLimit"])}}
    return {kind: wanted}


def _mount(name: str, wanted: Mapping[str, Any]) -> dict[str, Any]:
    mount: dict[str, Any] = {"name": name, "mountPath": wanted["mount"]}
    if "subPath" in wanted:
        mount["subPath"] = wanted["subPath"]
    if wanted.get("readOnly"):
        mount["readOnly"] = True
    return mount


def _add_files(app: App, volumes: list[Any], mounts: list[Any]) -> None:
    """One projected volume for each topmost directory: its files are refreshed, which subPath mounts never are.

    Items of the slot `pod.files`: `path` (absolute), `source` (`configMap` or `secret`), `name` (the object's),
    `key` (in the object), `asked` (the values path that asked for the file).
    """
    files = sorted(app.part("pod.files"), key=lambda item: str(item["path"]))
    _refuse_twice(app, [str(item["path"]) for item in files], "config and secrets: the file", "file")
    folders = {str(PurePosixPath(item["path"]).parent) for item in files}
    for folder in sorted(_topmost(folders)):
        inside = [item for item in files if PurePosixPath(item["path"]).is_relative_to(folder)]
        if folder in SYSTEM:
            raise UserError(
                f"{inside[0]['asked']}: a file there would hide the image's own {folder}",
                app.origin,
                rule="values-file",
                fix="put it into a directory of its own and point the service at it",
            )
        name = names.object_name(f"files{folder}")
        volumes.append({"name": name, "projected": {"sources": _projections(folder, inside)}})
        mounts.append({"name": name, "mountPath": folder, "readOnly": True})


def _topmost(folders: Iterable[str]) -> list[str]:
    """A directory below another one belongs to that one's volume: a mount inside a read-only mount fails to start."""
    known = [PurePosixPath(folder) for folder in folders]
    return [str(one) for one in known if not any(other in one.parents for other in known)]


def _projections(folder: str, files: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    items: dict[tuple[str, str], list[dict[str, str]]] = {}
    for file in files:
        path = str(PurePosixPath(file["path"]).relative_to(folder))
        items.setdefault((file["source"], file["name"]), []).append({"key": file["key"], "path": path})
    return [{source: {"name": name, "items": rows}} for (source, name), rows in sorted(items.items())]


def _needs_tmp(values: Mapping[str, Any], volumes: list[Any], mounts: list[Any]) -> bool:
    if not values["security"]["readOnlyRootFilesystem"]:
        return False
    return all(v["name"] != "tmp" for v in volumes) and all(m["mountPath"].rstrip("/") != "/tmp" for m in mounts)


def _refuse_twice(app: App, found: Iterable[str], what: str, word: str) -> None:
    seen: set[str] = set()
    for name in found:
        if name in seen:
            raise UserError(
                f"{what} {name} is used twice",
                app.origin,
                rule="values-volume",
                path=_last(app.values.get("volumes") or {}, name),
                fix=f"give each {word} its own (volumes, storage, config and secrets share them)",
            )
        seen.add(name)


def _last(volumes: Mapping[str, Any], word: str) -> Path:
    """The path in the values of the last volume that has this name or is mounted there; empty where none is."""
    asked = [name for name, wanted in volumes.items() if word in (name, wanted.get("mount", "").rstrip("/"))]
    return ("volumes", asked[-1]) if asked else ()
