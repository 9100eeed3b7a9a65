"""Configuration files as text, and the checksum of what they say."""

from __future__ import annotations

import hashlib
import json
import random
from typing import Any

import pytest

from generator.components.config import checksum, files, keys
from generator.components.config.formats import text_of
from generator.model import App, Origin, Target, UserError
from generator.yamlio.read import read


def app(config: dict[str, Any]) -> App:
    target = Target("production", "https://cluster.example.com", "shop")
    return App("web", "shop", target, {"config": config}, Origin("values/services/web/values.yaml"))


def test_the_checksum_is_the_digest_of_the_sorted_json() -> None:
    data = {"b.txt": "ü", "a.txt": "1"}
    assert checksum(data) == hashlib.sha256('{"a.txt":"1","b.txt":"ü"}'.encode()).hexdigest()


def test_every_change_of_a_file_changes_the_checksum() -> None:
    before = checksum(files(app({"/app/config/a.yaml": {"x": 1, "y": "2"}})))
    assert before == checksum(files(app({"/app/config/a.yaml": {"y": "2", "x": 1}})))
    assert before != checksum(files(app({"/app/config/a.yaml": {"x": "1", "y": "2"}})))
    assert before != checksum(files(app({"/app/config/b.yaml": {"x": 1, "y": "2"}})))


def random_tree(rng: random.Random, depth: int = 0) -> Any:
    leaves = ["", "text", "yes", "1.10", "a: b", "ü\n", 1, -2, 0.5, True, False, None]
    if depth == 3 or rng.random() < 0.4:
        return rng.choice(leaves)
    if rng.random() < 0.5:
        return [random_tree(rng, depth + 1) for _ in range(rng.randint(0, 3))]
    return {f"k{n}": random_tree(rng, depth + 1) for n in range(rng.randint(0, 3))}


@pytest.mark.parametrize("suffix", [".yaml", ".yml", ".json"])
def test_a_mapping_is_read_back_as_it_was(suffix: str) -> None:
    rng = random.Random(3)
    for _ in range(100):
        tree = {"root": random_tree(rng)}
        text = text_of(app({}), f"/app/config/a{suffix}", tree)
        assert (json.loads(text) if suffix == ".json" else read(text.encode(), "a").data) == tree


def test_text_is_kept_byte_for_byte() -> None:
    assert text_of(app({}), "/app/config/a.yaml", "a:   1 # kept\r\n") == "a:   1 # kept\r\n"


def test_properties_escape_what_java_reads_otherwise() -> None:
    text = text_of(app({}), "/a/b.properties", {"a b": "c=d", "#x": " y", "n": "1\n2\t3\\", "e": "é"})
    assert text == "\\#x=\\ y\na\\ b=c=d\ne=\\u00e9\nn=1\\n2\\t3\\\\\n"


def test_a_config_beyond_a_mebibyte_is_refused() -> None:
    with pytest.raises(UserError, match="config: 1048577 bytes do not fit into one ConfigMap") as caught:
        files(app({"/app/config/a.txt": "x" * 1_048_577}))
    assert caught.value.findings[0].fix is not None


def test_a_key_does_not_change_when_another_file_joins() -> None:
    alone = keys(app({"/app/config/a.yaml": {}}))
    joined = keys(app({"/app/config/a.yaml": {}, "/app/other/b.yaml": {}}))
    assert joined["/app/config/a.yaml"] == alone["/app/config/a.yaml"] == "a.yaml"
