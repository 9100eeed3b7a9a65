"""The strict reader: places, limits, and one verdict whichever way it goes."""

from __future__ import annotations

import random
import time
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.model import UserError
from generator.yamlio import events
from generator.yamlio.dialects import MANIFEST_DIALECT, VALUES_DIALECT, Dialect
from generator.yamlio.inspection import inspect
from generator.yamlio.quick import compose
from generator.yamlio.read import read, read_all

CORPUS = Path(__file__).parent / "cases" / "yaml"


def refusal(data: bytes) -> tuple[str, str]:
    """Place and message of the first finding."""
    with pytest.raises(UserError) as refused:
        read(data, "values.yaml")
    origin = refused.value.findings[0].origin
    assert origin is not None
    return f"{origin.line}:{origin.column}", refused.value.message


DATA = """\
# \u6ce8
name: web
list:
- a
-   k: "\u6ce8\u610f"
    flow: {x: [1, two]}
empty:
text: |
  one
  two
\u540d: z
"""


@pytest.mark.parametrize(
    ("path", "value", "key", "length"),
    [
        ((), (2, 1), (2, 1), 1),
        (("name",), (2, 7), (2, 1), 3),
        (("list",), (4, 1), (3, 1), 1),
        (("list", 0), (4, 3), (4, 3), 1),
        (("list", 1), (5, 5), (5, 5), 1),
        (("list", 1, "k"), (5, 8), (5, 5), 4),
        (("list", 1, "flow"), (6, 11), (6, 5), 13),
        (("list", 1, "flow", "x", 1), (6, 19), (6, 19), 3),
        (("empty",), (7, 7), (7, 1), 1),
        (("text",), (8, 7), (8, 1), 1),
        (("\u540d",), (11, 4), (11, 1), 1),
        (("list", 1, "nothing", 3), (5, 5), (5, 5), 1),
        (("nothing",), (2, 1), (2, 1), 1),
        (("name", "below"), (2, 7), (2, 1), 3),
    ],
)
def test_places_count_characters_from_one(path: Any, value: Any, key: Any, length: int) -> None:
    document = read(DATA.encode(), "values.yaml")
    assert document.position(path) == value
    assert document.position(path, key=True) == key
    assert document.length(path) == length


def test_a_document_knows_its_file_and_line() -> None:
    document = read(b"# head\n---\na: 1\n", "values/web.yaml")
    assert (document.file, document.line, document.data) == ("values/web.yaml", 2, {"a": 1})
    assert document.length(("a",), key=True) == 1


def test_keys_are_shared_between_files() -> None:
    first, second = (read(text, "x").data for text in (b"someKey: 1\n", b"b:\n- someKey: 2\n"))
    assert next(iter(first)) is next(iter(second["b"][0]))


BOMBS = {
    "integer of 5,000 digits": (
        b"a: " + b"9" * 5000 + b"\n",
        "1:4",
        "ambiguous plain scalar '" + "9" * 40 + "...': quote",
    ),
    "scalar of 70,000 characters": (b"a: " + b"x" * 70_000 + b"\n", "1:4", "scalar of 70000 characters; limit 65536"),
    "merge keys upon merge keys": (
        b"a0: &a0 {x: 1}\n" + b"".join(b"a%d: &a%d {<<: [*a%d, *a%d]}\n" % (n, n, n - 1, n - 1) for n in range(1, 30)),
        "1:5",
        "anchor &a0 is not allowed",
    ),
    "a text of 100 kB, aliased 10,000 times": (
        b"t: &t " + b"x" * 60_000 + b"\nl: [" + b"*t," * 10_000 + b"]\n",
        "1:4",
        "anchor &t is not allowed",
    ),
    "30,000 open brackets": (b"[" * 30_000, "1:33", "nesting deeper than 32"),
    "100,000 brackets, closed": (b"a: " + b"[" * 100_000 + b"]" * 100_000, "1:35", "nesting deeper than 32"),
    "20,000 question marks": (b"? " * 20_000, "1:3", "key must be text, not a list or a mapping"),
    "20,000 dashes on a line": (b"- " * 20_000, "1:65", "nesting deeper than 32"),
    "5 MB of keys": (
        b"".join(b"key%d: value\n" % n for n in range(350_000)),
        "1:1",
        "file is 5838890 bytes; limit 1048576",
    ),
    "20 MB in a line": (b"a: " + b"x" * 20_000_000, "1:1", "file is 20000003 bytes; limit 1048576"),
    "100,000 keys": (
        b"".join(b"k%d: \n" % n for n in range(100_000)),
        "25000:8",
        "more than 50000 nodes in one document",
    ),
    "100,000 documents": (
        b"a: 1\n" + b"---\n" * 100_000,
        "2:1",
        "a second document starts here; a values file holds one",
    ),
    "5,000 numbers as keys": (b"".join(b"%d: x\n" % (n * (2**61 - 1)) for n in range(5000)), "1:1", "key must be text"),
    "100,000 conflict markers": (b"a: 1\n" + b"<<<<<<< x\n" * 100_000, "2:1", "merge conflict marker"),
    "100,000 tabs": (b"a: |\n" + b"\t\n" * 100_000, "2:1", "tab used as indentation"),
    "100,000 percent signs": (b"#\n" * 100_000 + b"%\n", "100001:1", "directives (%YAML, %TAG) are not allowed"),
    "300,000 zero-width spaces": ("a: " + "\u200b" * 300_000, "1:4", "invisible character \\u200b"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_in_little_time_and_memory(name: str) -> None:
    data, place, message = BOMBS[name]
    data = data.encode() if isinstance(data, str) else data
    began = time.process_time()
    tracemalloc.start(1)
    try:
        found = refusal(data)
        assert tracemalloc.get_traced_memory()[1] < 200_000_000
    finally:
        tracemalloc.stop()
    assert time.process_time() - began < 8
    assert found[0] == place
    assert found[1].startswith(message)


def test_half_a_million_lines_of_comments_are_no_bomb() -> None:
    assert read(b"#\n" * 500_000 + b"a: 1\n", "x").data == {"a": 1}


def test_at_most_200_findings_of_a_file_are_kept() -> None:
    with pytest.raises(UserError) as refused:
        read(b"".join(b"k%d: no\n" % n for n in range(1000)), "x")
    assert len(refused.value.findings) == 200


PIECES = [
    b"\t", b" ", b"\n", b"- ", b": ", b"#", b'"', b"'", b"[", b"]", b"{", b"}", b",", b"&a ", b"*a", b"!t ", b"|", b">",
    b"%", b"@", b"---\n", b"...\n", b"\xc2\xa0", b"\xe2\x80\x8b", b"\xef\xbb\xbf", b"\r", b"\r\n", b"\\", b"? ", b"no",
    b"1e3", b"\x00", b"\xff", b"~", b"=", b"<<: ", b"|2\n", b"\\u12", b"\xef\xbc\x9a", b"a: 1\n", b"\\U00110000",
]  # fmt: skip
VALID = b"""\
a:
  b: 1
  c:
  - x: "q"
    y: [1, two, {z: null}, x:y, http://a/b]
  d: |
    one
    two
# c
e: plain text here? yes
f: 's'
"k": >-
  folded
  text
"""


def mutants(count: int, seed: int) -> list[bytes]:
    """Damaged copies of the corpus and of a valid file; always the same ones."""
    draw = random.Random(seed)
    seeds = [(CORPUS / name / "input.yaml").read_bytes() for name in sorted(p.name for p in CORPUS.glob("[0-9]*"))]
    seeds += [VALID] * len(seeds)
    found = []
    for _ in range(count):
        data = bytearray(draw.choice(seeds))
        for _ in range(draw.randint(1, 4)):
            at = draw.randint(0, len(data))
            match draw.randrange(4):
                case 0 | 1:
                    data[at:at] = draw.choice(PIECES)
                case 2:
                    del data[at : at + draw.randint(1, 3)]
                case _:
                    data[at:at] = draw.choice(seeds)[: draw.randint(0, 30)]
        found.append(bytes(data))
    return found


def verdict(data: bytes) -> tuple[str, Any]:
    try:
        document = read(data, "values.yaml")
    except UserError as error:
        for finding in error.findings:
            assert finding.origin is not None and finding.origin.line >= 1 and finding.origin.column >= 1
            assert len(finding.message) <= 400 and finding.message.isprintable()
        return "refused", None
    return ("noted" if document.findings else "accepted"), document.data


def quick(data: bytes, dialect: Dialect) -> list[Any] | None:
    """The fast path alone, where its first look leaves the file to it."""
    following = events.native(data)
    if following is None:
        pytest.skip("PyYAML was built without libyaml")
    try:
        found = compose(following, dialect, b"\\" in data, False, {})
    except yaml.YAMLError:
        return None
    return None if found is None else [document[0] for document in found]


def test_damaged_files_give_one_verdict_with_and_without_libyaml(monkeypatch: pytest.MonkeyPatch) -> None:
    damaged = mutants(4_000, seed=7)
    fast = [verdict(data) for data in damaged]
    monkeypatch.setattr(events, "_native", None)
    slow = [verdict(data) for data in damaged]
    assert [data for data, one, other in zip(damaged, fast, slow, strict=True) if one != other] == []
    assert {name for name, _ in fast} == {"refused", "accepted", "noted"}


def test_the_fast_path_accepts_only_what_the_careful_one_accepts_and_reads_the_same() -> None:
    wrong, accepted = [], 0
    for data in mutants(4_000, seed=8):
        accurate = inspect(data, "x", VALUES_DIALECT)
        found = verdict(data)
        assert (found[0] == "refused") == bool(accurate.findings)
        if found[0] != "refused":
            accepted += 1
            assert (found[0] == "noted") == bool(accurate.notes)
            if found[1] != accurate.documents[0].data:
                wrong.append(data)
    assert wrong == []
    assert accepted > 100


def test_both_paths_read_foreign_files_the_same() -> None:
    for data in mutants(3_000, seed=9):
        try:
            data.decode()
        except UnicodeDecodeError:
            continue
        found = quick(data, MANIFEST_DIALECT)
        if found is None or data.startswith(b"\xef\xbb\xbf"):
            continue
        accurate = inspect(data, "x", MANIFEST_DIALECT)
        assert accurate.findings == []
        assert [document.data for document in accurate.documents] == found
        stream = read_all(data, "x")
        assert [document.data for document in stream] == [value for value in found if value is not None]
