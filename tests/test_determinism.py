"""The same values give the same bytes: whatever the hash seed, the locale, the place and the order of directories."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# Prints one digest of all paths and texts. With a third argument, directories are listed in an order of its seed.
PROGRAM = """
import hashlib, os, random, sys
from pathlib import Path
root, seed = Path(sys.argv[1]), sys.argv[2]
if seed:
    whole, chance = os.scandir, random.Random(seed)
    class Shuffled:
        def __init__(self, *where): self.inner = whole(*where); self.rows = list(self.inner); chance.shuffle(self.rows)
        def __iter__(self): return iter(self.rows)
        def __enter__(self): return self
        def __exit__(self, *error): self.inner.close()
        def close(self): self.inner.close()
    names = os.listdir
    def listdir(*where):
        rows = names(*where); chance.shuffle(rows); return rows
    os.scandir, os.listdir = Shuffled, listdir
from generator.build import build
from generator.values.source import read_source
found = build(read_source(root))
assert not found.failed
digest = hashlib.sha256()
for manifest in found.fleet:
    digest.update(f"{manifest.path}\\n{manifest.text}".encode())
print(len(found.fleet), digest.hexdigest())
"""


def locales() -> list[str]:
    known = subprocess.run(["locale", "-a"], capture_output=True, text=True, check=False).stdout.split()
    turkish = [name for name in known if name.lower().startswith("tr_tr")]
    return ["C.UTF-8", *turkish[:1]]


def digest(root: Path, *, seed: str, locale: str, shuffle: str = "") -> str:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": locale, "PYTHONPATH": str(ROOT), "TZ": "Asia/Tokyo"}
    program = [sys.executable, "-c", PROGRAM, str(root), shuffle]
    done = subprocess.run(program, capture_output=True, text=True, check=False, env=environment, cwd="/", timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def here() -> str:
    return digest(ROOT, seed="0", locale="C")


@pytest.mark.parametrize("locale", locales())
def test_hash_seed_and_locale_reach_no_byte(here: str, locale: str) -> None:
    assert digest(ROOT, seed="4294967295", locale=locale) == here


def test_place_and_directory_order_reach_no_byte(here: str, tmp_path: Path) -> None:
    elsewhere = tmp_path / "ein anderer Ort" / "gitops"
    files = [path for path in (ROOT / "values").rglob("*") if path.is_file()]
    random.Random(7).shuffle(files)
    for file in files:
        target = elsewhere / file.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
    assert digest(elsewhere, seed="1", locale="C", shuffle="11") == here


def test_rendered_is_what_values_give() -> None:
    """The committed bytes, file by file, are those of a build in this process."""
    from generator.build import build
    from generator.values.source import read_source

    made = {m.path: hashlib.sha256(m.text.encode()).hexdigest() for m in build(read_source(ROOT)).fleet}
    committed = {
        str(file.relative_to(ROOT / "rendered")): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in (ROOT / "rendered").rglob("*.yaml")
    }
    assert {path for path in made.keys() | committed.keys() if made.get(path) != committed.get(path)} == set()
