"""What rendered/ was where this branch left the default branch, as git tells it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.model import Fleet, Manifest

if TYPE_CHECKING:
    from generator.rendered.index import Index, Owned

BRANCHES = ("origin/HEAD", "origin/main", "origin/master", "main", "master")
_SECONDS = 30


class Stored:
    """An object as git keeps it; parsed when a rule asks for it."""

    def __init__(self, text: str, path: str) -> None:
        self.text = text
        self._path = path

    @cached_property
    def body(self) -> dict[str, Any]:
        from generator.yamlio.read import read_all

        documents = read_all(self.text.encode(), self._path).documents
        found = documents[0].data if documents else {}
        return found if isinstance(found, dict) else {}


class History:
    """The merge base of a repository; every question has an empty answer where git cannot say."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @cached_property
    def commit(self) -> str:
        """The commit this branch shares with the default branch; empty where there is none."""
        if not any((folder / ".git").exists() for folder in (self.root, *self.root.parents)):
            return ""
        for branch in BRANCHES:
            found = self._git("merge-base", "HEAD", branch)
            if found:
                return found.decode().strip()
        return ""

    @cached_property
    def indexes(self) -> dict[str, Index]:
        """The index of each environment there."""
        from generator.rendered.index import read

        if not self.commit:
            return {}
        listed = self._git("ls-tree", "--name-only", f"{self.commit}:./rendered") or b""
        names = [name for name in listed.decode("utf8", "replace").split("\n") if name]
        texts = self._blobs([f"rendered/{name}/index.json" for name in names])
        return {name: read(text) for name, text in zip(names, texts, strict=True) if text is not None}

    def owned(self) -> list[Owned] | None:
        """Who owned which object, for the deletion guard; None where nothing is known, then the disk is asked."""
        from generator.rendered.index import identities

        rows = [row for name, index in sorted(self.indexes.items()) for row in identities(name, index)]
        return rows or None

    def fleet(self, now: Fleet) -> Fleet | None:
        """The objects as they were, each that did not change shared with `now`; None where nothing is known."""
        current = {manifest.path: manifest for manifest in now}
        kept: list[Manifest] = []
        changed: list[tuple[str, str, Any]] = []
        for environment, index in sorted(self.indexes.items()):
            for path, entries in sorted(index.files.items()):
                full = f"{environment}/{path}"
                same = current.get(full)
                entry = entries[0]
                if same is not None and sha256(same.text.encode()).hexdigest() == entry.sha:
                    kept.append(same)
                else:
                    changed.append((environment, full, entry.id))
        texts = self._blobs([f"rendered/{path}" for _, path, _ in changed])
        clusters = {scene.environment: scene.settings for scene in now.scenes}
        for (environment, path, identity), text in zip(changed, texts, strict=True):
            if text is None:
                continue
            version = text.partition("apiVersion:")[2].partition("\n")[0].strip().rpartition("/")[2]
            cluster = clusters.get(environment, {}).get("cluster", {}).get("server", "")
            kept.append(Manifest(identity, version, Stored(text, f"rendered/{path}"), path, environment, cluster))
        return Fleet(tuple(sorted(kept, key=lambda m: m.path)), now.scenes, now.settings) if kept else None

    def _blobs(self, paths: Sequence[str]) -> list[str | None]:
        """The text of each file at the merge base, None for those that are not there; one git process for all."""
        if not paths:
            return []
        asked = "".join(f"{self.commit}:./{path}\n" for path in paths).encode("utf8", "surrogateescape")
        answer = self._git("cat-file", "--batch", stdin=asked) or b""
        texts: list[str | None] = []
        place = 0
        for _ in paths:
            end = answer.find(b"\n", place)
            head = answer[place:end].split(b" ") if end >= 0 else []
            if len(head) < 3 or head[1] != b"blob":
                texts.append(None)
                place = end + 1 if end >= 0 else len(answer)
                continue
            size = int(head[2])
            texts.append(answer[end + 1 : end + 1 + size].decode("utf8", "replace"))
            place = end + size + 2
        return texts

    def _git(self, *arguments: str, stdin: bytes = b"") -> bytes | None:
        import subprocess  # a run outside git does without

        command = ["git", "-C", str(self.root), *arguments]
        try:
            done = subprocess.run(command, input=stdin, capture_output=True, check=False, timeout=_SECONDS)
        except (OSError, subprocess.SubprocessError):
            return None
        return done.stdout if done.returncode == 0 else None
