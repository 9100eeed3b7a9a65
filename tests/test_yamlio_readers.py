"""What we write means the same to every reader: PyYAML (both loaders), YAML 1.2 (ruamel.yaml), Go and ourselves.

Each string stands as a value, as a key and as a list item. Go is asked where it is installed and its module can be had.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from ruamel.yaml import YAML

from generator.yamlio.read import read_all
from generator.yamlio.write import write
from tests.awkward_strings import awkward_strings

AT_ONCE = 500


def documents(strings: tuple[str, ...]) -> Iterator[tuple[Any, str]]:
    """Bodies that hold the strings in each position, and their texts."""
    for start in range(0, len(strings), AT_ONCE):
        some = strings[start : start + AT_ONCE]
        body = {
            "values": {f"k{number}": text for number, text in enumerate(some)},
            "keys": dict.fromkeys(some, 0),
            "items": list(some),
            "nested": [{"deep": [[text]]} for text in some[::10]],
        }
        yield body, write(body)


def every(step: int) -> tuple[str, ...]:
    return awkward_strings()[::step]


def differences(strings: tuple[str, ...], reader: Callable[[str], Any]) -> list[tuple[Any, Any]]:
    """What a reader took for something else: written and read, the first of each document."""
    wrong = []
    for body, text in documents(strings):
        found = reader(text)
        if found != body:
            wrong.append(first_difference(body, found))
    return wrong


def first_difference(body: Any, found: Any) -> tuple[Any, Any]:
    if isinstance(body, dict) and isinstance(found, dict) and list(body) == list(found):
        return next(first_difference(body[key], found[key]) for key in body if body[key] != found[key])
    if isinstance(body, list) and isinstance(found, list) and len(body) == len(found):
        return next(first_difference(one, other) for one, other in zip(body, found, strict=True) if one != other)
    return body, found


def test_there_are_more_than_a_hundred_thousand_strings() -> None:
    assert len(awkward_strings()) > 100_000


@pytest.mark.skipif(not yaml.__with_libyaml__, reason="PyYAML was built without libyaml")
def test_libyaml_reads_every_string_as_that_string() -> None:
    assert differences(every(1), lambda text: yaml.load(text, Loader=yaml.CSafeLoader)) == []


def test_our_own_reader_reads_every_string_as_that_string() -> None:
    def ours(text: str) -> Any:
        stream = read_all(text.encode(), "x.yaml")
        assert stream.findings == ()
        return stream.documents[0].data

    assert differences(every(1), ours) == []


def test_pyyaml_reads_a_sample_as_those_strings() -> None:
    assert differences(every(5), lambda text: yaml.load(text, Loader=yaml.SafeLoader)) == []


def test_a_yaml_1_2_reader_reads_a_sample_as_those_strings() -> None:
    assert differences(every(5), lambda text: YAML(typ="safe", pure=True).load(text)) == []


@pytest.fixture(scope="module")
def go_reader(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if shutil.which("go") is None:
        pytest.skip("go is not installed")
    folder = tmp_path_factory.mktemp("go")
    for source in (Path(__file__).parent / "readers").iterdir():
        shutil.copy(source, folder)
    environment = os.environ | {"GOFLAGS": "-mod=mod", "GOTOOLCHAIN": "local"}
    try:
        built = subprocess.run(
            ["go", "build", "-o", "reader", "."],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
        )
    except subprocess.TimeoutExpired:
        pytest.skip("the Go module cannot be fetched in time")
    if built.returncode != 0:
        pytest.skip(f"the Go reader cannot be built: {built.stderr.strip()[:200]}")
    return folder / "reader"


def test_go_reads_every_string_as_that_string(go_reader: Path) -> None:
    written = list(documents(every(1)))
    asked = "\n".join(json.dumps(text) for _, text in written)
    ran = subprocess.run([go_reader], input=asked, capture_output=True, text=True, check=True)
    answers = ran.stdout.strip("\n").split("\n")
    assert len(answers) == 2 * len(written)
    wrong = [
        first_difference(body, found)
        for (body, _), *pair in zip(written, answers[::2], answers[1::2], strict=True)
        for found in map(json.loads, pair)
        if found != body
    ]
    assert wrong == []


def bare(strings: tuple[str, ...]) -> list[str]:
    """The strings that can stand unquoted after `v: `."""
    return [
        text
        for text in strings
        if re.fullmatch(r"[A-Za-z0-9+.~=_-][A-Za-z0-9+.~=_:-]*", text)
        and not text.endswith(":")
        and text not in ("-", "---", "...")
    ]


def test_we_resolve_bare_scalars_and_keys_as_go_does(go_reader: Path) -> None:
    texts = [form for text in bare(every(1)) for form in (f"v: {text}\n", f"{text}: 0\n")]
    ran = subprocess.run(
        [go_reader], input="\n".join(map(json.dumps, texts)), capture_output=True, text=True, check=True
    )
    wrong = []
    for text, answer in zip(texts, ran.stdout.strip("\n").split("\n")[::2], strict=True):
        theirs, ours = json.loads(answer), read_all(text.encode(), "x.yaml")
        if "error" in theirs:
            same = bool(ours.findings)
        else:
            same = not ours.findings and repr(plain(theirs)) == repr(plain(ours.documents[0].data))
        if not same:
            wrong.append((text, answer))
    assert wrong == []
    assert len(texts) > 80_000


def plain(body: dict[str, Any]) -> list[tuple[str, Any]]:
    """Keys and values; a whole float is an int, as after Go's detour over JSON."""
    return [(key, int(v) if isinstance(v, float) and v.is_integer() else v) for key, v in body.items()]
