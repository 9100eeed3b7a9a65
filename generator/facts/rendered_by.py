"""Which Application renders which objects: the files below its sources' folders in this repository.

Source: https://argo-cd.readthedocs.io/en/stable/user-guide/directory/ and argo-cd reposerver/repository/repository.go
(findManifests: only .yaml, .yml, .json and .jsonnet; include and exclude are globs over the path inside the folder).
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from generator.facts import globs
from generator.facts.applications import Declared, Source, applications, same_repository, sources
from generator.facts.cluster import Cluster, get
from generator.facts.fields import text
from generator.model import Manifest, ObjectId

RENDERED = "rendered"
KUSTOMIZATIONS = frozenset({"kustomization.yaml", "kustomization.yml", "Kustomization"})
_BRANCHES = ("", "HEAD", "main", "master")
_INSIDE = ("embedded", "translated")


def file_of(manifest: Manifest) -> str:
    """An object's file as Argo CD's sources name it, relative to the repository."""
    return f"{RENDERED}/{manifest.path}" if manifest.app is not None else manifest.path


def folder_of(manifest: Manifest) -> str:
    return file_of(manifest).rpartition("/")[0]


@dataclass(frozen=True, eq=False)
class Tree:
    """The files of a repository as far as they are known: objects by folder.

    `whole` says that every file is known, so that what is not here is not there; else only manifests are.
    """

    folders: Mapping[str, tuple[Manifest, ...]]
    files: frozenset[str]
    whole: bool

    def resolve(self, path: str) -> str | None:
        """The known folder that a source's path means, None where there is none."""
        wanted = posixpath.normpath(path) if path else "."
        wanted = "" if wanted == "." else wanted.lstrip("/")
        if wanted in self._under or wanted == "":
            return wanted
        # What was given may lie deeper than the repository's root, or above the current folder.
        return self._by_end.get(wanted)

    @cached_property
    def every(self) -> tuple[str, ...]:
        """Every folder with something in or below it, sorted."""
        return tuple(sorted(self._under))

    @cached_property
    def inside(self) -> Mapping[str, tuple[str, ...]]:
        """The folders that lie directly in each folder, sorted."""
        found: dict[str, list[str]] = {}
        for folder in self.every:
            found.setdefault(folder.rpartition("/")[0], []).append(folder)
        return {parent: tuple(folders) for parent, folders in found.items()}

    @cached_property
    def _under(self) -> Mapping[str, tuple[str, ...]]:
        """The folders with objects in or below each folder, sorted; empty where only other files are."""
        found: dict[str, list[str]] = {folder: [] for file in self.files for folder in above(file)}
        for name in self.folders:
            for folder in (name, *above(name)):
                found.setdefault(folder, []).append(name)
        return {folder: tuple(names) for folder, names in found.items()}

    @cached_property
    def _by_end(self) -> Mapping[str, str]:
        """The first folder that ends in each path."""
        found: dict[str, str] = {}
        for folder in self.every:
            end = folder.partition("/")[2]
            while end:
                found.setdefault(end, folder)
                end = end.partition("/")[2]
        return found

    @cached_property
    def _names(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for file in self.files:
            folder, _, name = file.rpartition("/")
            found.setdefault(folder, set()).add(name)
        return {folder: frozenset(names) for folder, names in found.items()}

    def names(self, folder: str) -> frozenset[str]:
        """The names of the files that lie in a folder itself."""
        return self._names.get(folder, frozenset())

    def below(self, folder: str) -> list[Manifest]:
        """Every object in a folder and in the folders inside it."""
        names = self._under.get(folder, ()) if folder else tuple(self.folders)
        return [manifest for name in names for manifest in self.folders[name]]


def above(path: str) -> Iterator[str]:
    """The folders that a path lies in, from the inside out."""
    folder = path.rpartition("/")[0]
    while folder:
        yield folder
        folder = folder.rpartition("/")[0]


@lru_cache(maxsize=8)
def tree(cluster: Cluster) -> Tree:
    """The repository around a cluster's objects. `files` of the settings lists what was given but holds no objects."""
    folders: dict[str, list[Manifest]] = {}
    for manifest in cluster.manifests:
        if manifest.component not in _INSIDE:
            folders.setdefault(folder_of(manifest), []).append(manifest)
    listed = [str(file) for file in cluster.settings.get("files") or ()]
    files = frozenset([*(file_of(m) for m in cluster.manifests), *listed])
    own = any(m.app is not None for m in cluster.manifests)
    return Tree({name: tuple(items) for name, items in sorted(folders.items())}, files, own or bool(listed))


@lru_cache(maxsize=8)
def _repositories(cluster: Cluster) -> tuple[str, ...]:
    """The URLs this repository goes by: the settings', or those of Applications whose folder is here."""
    own = text(cluster.settings, "repository", "url")
    if own:
        return (own,)
    seen = tree(cluster)
    found = (s for app in applications(cluster) for s in sources(app) if s.folder and not s.chart)
    return tuple(sorted({s.repository for s in found if s.folder.strip("./") and seen.resolve(s.folder) is not None}))


def local(cluster: Cluster, source: Source) -> bool:
    """Whether a source reads this repository as it stands here."""
    if source.chart or not any(same_repository(source.repository, url) for url in _repositories(cluster)):
        return False
    named = text(cluster.settings, "repository", "revision")
    return source.revision in (*_BRANCHES, named) if not named else source.revision in (named, "", "HEAD")


def read_from(cluster: Cluster, source: Source) -> tuple[Manifest, ...] | None:
    """The objects a source of plain manifests renders; None where that cannot be known from here."""
    if not local(cluster, source) or not source.folder or source.declared.templated:
        return None
    if any(source.body.get(tool) for tool in ("helm", "kustomize", "plugin")):
        return None
    seen = tree(cluster)
    folder = seen.resolve(source.folder)
    if folder is None:
        return None
    if seen.names(folder) & {"Chart.yaml", *KUSTOMIZATIONS}:
        return None
    deep = get(source.body, "directory", "recurse") is True
    found = seen.below(folder) if deep else list(seen.folders.get(folder, ()))
    return tuple(m for m in found if _included(source, file_of(m), folder))


def _included(source: Source, file: str, folder: str) -> bool:
    inside = file[len(folder) :].lstrip("/")
    wanted, unwanted = (text(source.body, "directory", key) for key in ("include", "exclude"))
    if unwanted and globs.matches(unwanted, inside):
        return False
    return not wanted or globs.matches(wanted, inside)


@lru_cache(maxsize=8)
def rendered(cluster: Cluster) -> Mapping[ObjectId, tuple[Manifest, ...]]:
    """The objects of each Application, by the Application's ObjectId; those that cannot be known are left out."""
    found: dict[ObjectId, tuple[Manifest, ...]] = {}
    for app in applications(cluster):
        parts = [read_from(cluster, source) for source in sources(app)]
        known = [part for part in parts if part is not None]
        if known:
            found[app.manifest.id] = tuple(m for part in known for m in part)
    return found


@lru_cache(maxsize=8)
def owners(cluster: Cluster) -> Mapping[int, tuple[Declared, ...]]:
    """The Applications that render each object, by `id(manifest)`."""
    by_id = {app.manifest.id: app for app in applications(cluster)}
    found: dict[int, list[Declared]] = {}
    for name, manifests in rendered(cluster).items():
        for manifest in manifests:
            found.setdefault(id(manifest), []).append(by_id[name])
    return {key: tuple(apps) for key, apps in found.items()}


@lru_cache(maxsize=8)
def together(cluster: Cluster) -> tuple[tuple[Manifest, ...], ...]:
    """The objects that one sync applies: an Application's, and by folder those that no Application here renders."""
    groups: list[tuple[Manifest, ...]] = list(rendered(cluster).values())
    owned = owners(cluster)
    loose: dict[str, list[Manifest]] = {}
    for manifest in cluster.manifests:
        if id(manifest) not in owned and manifest.component not in _INSIDE:
            loose.setdefault(folder_of(manifest), []).append(manifest)
    return (*groups, *(tuple(items) for _, items in sorted(loose.items())))


def nearest_folder(cluster: Cluster, path: str) -> Iterable[str]:
    """The known folders beside one that is missing, to tell which was meant."""
    parent = posixpath.normpath(path).rpartition("/")[0]
    return tree(cluster).inside.get(parent, ())


def would_know(cluster: Cluster, path: str) -> bool:
    """Whether a folder that is not here is surely missing: what lies beside it is known."""
    seen = tree(cluster)
    wanted = posixpath.normpath(path)
    if any(m.app is not None for m in cluster.manifests):
        return f"{wanted}/".startswith(f"{RENDERED}/{cluster.name}/")
    parent = wanted.rpartition("/")[0]
    return seen.whole and bool(parent) and seen.resolve(parent) is not None
