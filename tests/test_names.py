"""Names keep their meaning inside every limit."""

import random
import string

import pytest

from generator.names import fit, label_value, object_name, workload


def test_a_name_that_fits_is_kept() -> None:
    assert fit("a" * 63) == "a" * 63
    assert fit("artemis-worker", 14) == "artemis-worker"


def test_a_long_name_is_cut_and_ends_on_its_hash() -> None:
    assert fit("a" * 64) == "a" * 54 + "-ffe054fe"


def test_long_names_with_one_head_stay_different() -> None:
    assert fit("x" * 70 + "1") != fit("x" * 70 + "2")


def test_a_cut_never_leaves_two_separators() -> None:
    name = "b" * 42 + "-" + "c" * 40
    assert fit(name, 52) == "b" * 42 + "-" + fit(name, 52)[-8:]


@pytest.mark.parametrize(("kind", "length"), [("Deployment", 63), ("Job", 63), ("StatefulSet", 52), ("CronJob", 52)])
def test_a_workload_name_leaves_room_for_its_controller(kind: str, length: int) -> None:
    assert len(workload("w" * 80, kind)) == length


def test_a_subset_is_named_after_app_and_subset() -> None:
    assert workload("api", "Deployment", "canary") == "api-canary"


@pytest.mark.parametrize(
    ("tag", "label"),
    [("2.4.1", "2.4.1"), ("1.0.0+build.7", "1.0.0-build.7"), ("_edge_", "edge"), ("v1.", "v1")],
)
def test_an_image_tag_becomes_a_legal_label(tag: str, label: str) -> None:
    assert label_value(tag) == label


def test_any_text_becomes_a_legal_object_name() -> None:
    rng = random.Random(7)
    alphabet = string.ascii_letters + string.digits + "/._- "
    for _ in range(300):
        name = object_name("a" + "".join(rng.choice(alphabet) for _ in range(rng.randint(0, 120))))
        assert len(name) <= 63
        assert set(name) <= set(string.ascii_lowercase + string.digits + "-")
        assert name[0] != "-" and name[-1] != "-"
