"""Paths to a Fleet: every document of every file is an object, a known part of something else, or a finding."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from generator.manifests import embedded, unrendered
from generator.manifests.environments import split
from generator.manifests.objects import looks_like_object, objects
from generator.manifests.settings import SETTINGS_FILE, Settings, read_settings
from generator.manifests.spot import Spot
from generator.manifests.walk import STDIN_NAME, Found, Gathered, gather, join
from generator.model import Finding, Fix, Fleet, Manifest, Origin, UserError
from generator.yamlio.files import read_file
from generator.yamlio.read import Document, Stream, read_all

_TEMPLATE = re.compile(rb"\{\{[-~]?\s*(?:\.|include\b|if\b|range\b|with\b|end\b|define\b|template\b|\$)|\{%-?\s")


@dataclass(frozen=True)
class Loaded:
    """What the paths hold: `texts` and `streams` by file, for comments and fixes; `skipped` is what was not judged."""

    fleet: Fleet
    findings: tuple[Finding, ...]
    texts: Mapping[str, bytes] = field(default_factory=dict)
    streams: Mapping[str, Stream] = field(default_factory=dict)
    settings: tuple[Settings, ...] = ()
    skipped: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def load(paths: Sequence[str], stdin: Callable[[], bytes]) -> Loaded:
    """Read everything the paths hold (`-` is standard input). Raises nothing for what lies in them."""
    return _Reading(gather(paths, stdin)).loaded()


class _Reading:
    """The state of one load."""

    def __init__(self, gathered: Gathered) -> None:
        self.gathered = gathered
        self.findings = list(gathered.findings)
        self.manifests: list[Manifest] = []
        self.streams: dict[str, Stream] = {}
        self.skipped: dict[str, list[str]] = {}
        self.charts = unrendered.charts(gathered.files)
        self.parts: set[str] = set()
        self._folders: dict[str, list[str]] = {}
        self.settings = self._settings()

    def loaded(self) -> Loaded:
        waiting = [file for file in self.gathered.files if not self._apart(file)]
        for file in waiting:
            self._note_parts(file)
        for file in waiting:
            self._file(file)
        self.findings += [unrendered.chart_finding(root) for root in self.charts]
        manifests, scenes = split(self.manifests, {folder: each.values for folder, each in self.settings.items()})
        return Loaded(
            Fleet(tuple(manifests), tuple(scenes), {"files": self._known()}),
            tuple(self.findings),
            {file.path: file.data for file in self.gathered.files},
            self.streams,
            tuple(self.settings.values()),
            {why: tuple(paths) for why, paths in sorted(self.skipped.items())},
        )

    def _known(self) -> tuple[str, ...]:
        """Every file of the repository, where a whole one was given; nothing where a part was: the rest may exist."""
        gathered = self.gathered
        return (*gathered.others, *(file.path for file in gathered.files)) if gathered.whole else ()

    def _skip(self, why: str, path: str) -> None:
        self.skipped.setdefault(why, []).append(path)

    def _settings(self) -> dict[str, Settings]:
        """Every argosy.yaml that is beside or above what is judged, down from the current folder, by its folder."""
        files = {file.path: file.data for file in self.gathered.files if file.path.endswith(SETTINGS_FILE)}
        found: dict[str, Settings] = {}
        for folder in sorted({above for file in self.gathered.files for above in self._above(file.path)}):
            path = join(folder, SETTINGS_FILE)
            try:
                if path not in files:
                    if not Path(path).exists():
                        continue
                    files[path] = read_file(Path(folder or "."), SETTINGS_FILE)
                found[folder] = read_settings(files[path], path)
            except UserError as error:
                self.findings += error.findings
        return found

    def _environment(self, path: str) -> str:
        """The folder of the settings that hold for a file, or "" where there are none."""
        return next((folder for folder in reversed(self._above(path)) if folder in self.settings), "")

    def _above(self, path: str) -> list[str]:
        """The folders a file is in, found once for all files of a folder."""
        folder = path.rpartition("/")[0] if path != STDIN_NAME else STDIN_NAME
        if folder not in self._folders:
            self._folders[folder] = _above(path, self.gathered.folders)
        return self._folders[folder]

    def _apart(self, file: Found) -> bool:
        """Whether a file is not read at all: settings, and the inside of a chart."""
        if file.path.rpartition("/")[2] in (SETTINGS_FILE, unrendered.CHART):
            return True
        return not file.asked and unrendered.of_chart(file.path, self.charts) is not None

    def _note_parts(self, file: Found) -> None:
        stream = self.streams[file.path] = read_all(file.data, file.path)
        for document in stream:
            if isinstance(document.data, dict) and unrendered.is_kustomization(file.path, document.data):
                self.parts.update(unrendered.parts_of(file.path, document.data))

    def _file(self, file: Found) -> None:
        stream = self.streams[file.path]
        if stream.findings:
            self.findings += self._broken(file, stream)
        elif not stream.documents and (file.asked or not file.data.strip()):
            fix = Fix("remove the file, or write a manifest")
            where = Origin(file.path, 1, 1)
            self.findings.append(Finding("yaml-empty", "error", f"no object in {file.path}", origin=where, fix=fix))
        if file.path in self.parts and not file.asked:
            self._skip("parts of kustomizations", file.path)
            return
        lines: list[str] = []
        for document in stream:
            self._document(file, document, lines)

    def _broken(self, file: Found, stream: Stream) -> list[Finding]:
        """Why a file does not parse; one finding says it all when it is a template."""
        found = list(stream.findings)
        if not _TEMPLATE.search(file.data):
            return found
        first = found[0].origin or Origin(file.path, 1, 1)
        message = f"{file.path} is a template, not a manifest: argosy judges what it renders to"
        fix = Fix("render it first: `helm template CHART | argosy validate -`")
        return [Finding("input-template", "error", message, origin=first, fix=fix)]

    def _document(self, file: Found, document: Document, lines: list[str]) -> None:
        data = document.data
        if unrendered.is_kustomization(file.path, data):
            self.findings.append(unrendered.kustomization_finding(file.path, document.line))
        elif unrendered.is_patch(data):
            self._skip("patches", file.path)
        elif looks_like_object(data):
            self._objects(file, document, lines)
        elif (made := embedded.from_file(document)) is not None:
            self.manifests.append(replace(made, environment=self._environment(file.path)))
        elif file.asked:
            fix = Fix("an object has apiVersion, kind and metadata")
            message = f"{file.path} holds no Kubernetes object here"
            where = Spot(document)(())
            self.findings.append(Finding("input-not-a-manifest", "error", message, origin=where, fix=fix))
        else:
            self._skip("files that are no manifests", file.path)

    def _objects(self, file: Found, document: Document, lines: list[str]) -> None:
        for made in objects(document, self._environment(file.path)):
            if isinstance(made, Finding):
                self.findings.append(made)
                continue
            self.manifests.append(made)
            if made.id.group == "" and made.id.kind in ("ConfigMap", "Secret") and isinstance(made.locate, Spot):
                if not lines:
                    lines += file.data.decode("utf-8", "replace").removeprefix("\ufeff").split("\n")
                inner = embedded.in_config_map(made, made.locate, lines)
                self.manifests += inner.manifests
                self.findings += inner.findings


def _above(path: str, roots: Sequence[str]) -> list[str]:
    """The folders a file is in, the outermost first, no further out than the current folder or the one that was given.

    Standard input is in the current folder.
    """
    if path == STDIN_NAME:
        return [""]
    folder = path.rpartition("/")[0]
    parts = folder.split("/") if folder else []
    above = ["/".join(parts[:size]) for size in range(len(parts) + 1)]
    if not path.startswith(("/", "..")):
        return above
    return [each for each in above if each == folder or any(f"{each}/".startswith(f"{root}/") for root in roots)]
