"""Small fleets and trees for the tests of rendered/: an app's objects in as many versions as a test wants."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.model import App, Fleet, Manifest, ObjectId, Origin, Target
from generator.rendered.disk import Disk

KINDS = (("apps", "Deployment"), ("", "Service"), ("policy", "PodDisruptionBudget"), ("", "ConfigMap"))
VALUES = "values/services"


@dataclass(frozen=True)
class Text:
    """A manifest's content that is only text: what the unit under test writes."""

    text: str

    @property
    def body(self) -> Mapping[str, Any]:
        return {}


def app(name: str, environment: str = "production", domain: str = "shop") -> App:
    file = f"{VALUES}/{name}/values.yaml"
    return App(
        name, domain, Target(environment, "https://k8s", domain), {}, Origin(file, 1, 1), layers=("values/d.yaml", file)
    )


def manifest(owner: App, group: str, kind: str, name: str, text: str, path: str = "") -> Manifest:
    where = path or f"{owner.folder}/{kind.lower()}-{name}.yaml"
    id = ObjectId(group, kind, owner.target.namespace, name)
    return Manifest(id, "v1", Text(text), where, owner.target.environment, "https://k8s", owner)


def objects(owner: App, version: str, kinds: Iterable[tuple[str, str]] = KINDS) -> list[Manifest]:
    """An app's objects and its Application; `version` is in the text of its objects only."""
    made = [manifest(owner, g, k, owner.name, f"kind: {k}\nname: {owner.name}\nversion: {version}\n") for g, k in kinds]
    path = f"{owner.target.environment}/apps/application-{owner.name}.yaml"
    made.append(manifest(owner, "argoproj.io", "Application", owner.application, f"app: {owner.name}\n", path))
    return made


def root_application(environment: str = "production") -> Manifest:
    id = ObjectId("argoproj.io", "Application", "argocd", f"root-{environment}")
    return Manifest(id, "v1alpha1", Text("kind: Application\n"), f"{environment}/root.yaml", environment)


def fleet(apps: Mapping[str, str], environment: str = "production", **more: Any) -> Fleet:
    """Apps by name with the version in their objects' text, and the environment's root Application."""
    rows = [m for name, version in apps.items() for m in objects(app(name, environment), version, **more)]
    return Fleet(tuple(sorted([*rows, root_application(environment)], key=lambda m: m.path)))


def contents(root: Path, folder: str = "rendered") -> dict[str, bytes]:
    """Every file below rendered/ with its bytes."""
    top = root / folder
    return {str(p.relative_to(top)): p.read_bytes() for p in sorted(top.rglob("*")) if p.is_file()}


def stamps(root: Path) -> dict[str, tuple[int, int]]:
    """Inode and mtime of everything below rendered/."""
    top = root / "rendered"
    return {str(p.relative_to(top)): (p.stat().st_ino, p.stat().st_mtime_ns) for p in sorted(top.rglob("*"))}


def litter(root: Path) -> set[str]:
    """What .argosy/ holds besides what belongs there."""
    return set(os.listdir(root / ".argosy")) - {".gitignore", "lock", "state"}


class Recorder(Disk):
    """A disk that notes each operation it does."""

    def __init__(self) -> None:
        super().__init__()
        self.log: list[tuple[str, str]] = []

    def step(self, operation: str, path: str) -> None:
        super().step(operation, path)
        self.log.append((operation, path))
