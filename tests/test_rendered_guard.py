"""The deletion guard: limits, moves, and a permit that fits one list only."""

from __future__ import annotations

import random

import pytest

from generator.model import ObjectId
from generator.rendered.guard import PROTECTED, Deletions, digest_of, judge
from generator.rendered.index import Owned


def row(app: str, name: str, kind: str = "ConfigMap", environment: str = "production", **more: str) -> Owned:
    id = ObjectId(more.get("group", ""), kind, more.get("namespace", "shop"), name)
    return Owned(environment, f"{environment}/{app}", id)


def rows(app: str, count: int, environment: str = "production") -> list[Owned]:
    return [row(app, f"{app[-1]}-{n:03}", environment=environment) for n in range(count)]


BIG = rows("shop/filler", 1000)
"""An environment large enough that its own limit of 5 % is far away."""


@pytest.mark.parametrize(
    ("before", "lost", "reasons"),
    [
        (10, 0, ()),
        (10, 2, ()),
        (10, 3, ("3 of 10 objects of production/shop/a",)),
        (15, 3, ()),
        (14, 3, ("3 of 14 objects of production/shop/a",)),
        (2, 2, ("all of production/shop/a",)),
        (1, 1, ("all of production/shop/a",)),
        (100, 10, ()),
        (100, 11, ("11 of 1100 objects of environment production",)),
    ],
)
def test_an_app_may_lose_two_objects_or_a_fifth(before: int, lost: int, reasons: tuple[str, ...]) -> None:
    old = rows("shop/a", before)
    assert judge([*BIG, *old], [*BIG, *old[lost:]]).reasons == reasons


@pytest.mark.parametrize(
    ("total", "lost", "refused"), [(200, 10, False), (199, 10, True), (400, 10, False), (400, 11, True), (20, 1, False)]
)
def test_an_environment_may_lose_ten_objects_and_a_twentieth(total: int, lost: int, refused: bool) -> None:
    old = [row(f"shop/app{n}", f"{n}-{m}") for n in range(total // 20 + 1) for m in range(20)][:total]
    spread = [old[n * total // lost] for n in range(lost)]
    found = judge(old, [r for r in old if r not in spread])
    assert (f"{lost} of {total} objects of environment production" in found.reasons) == refused


def test_a_whole_environment_is_one_reason_not_a_hundred() -> None:
    old = [*rows("shop/a", 5), *rows("shop/a", 5, "staging"), *rows("shop/b", 5, "staging")]
    assert judge(old, rows("shop/a", 5)).reasons == ("all of environment staging",)


@pytest.mark.parametrize(("group", "kind"), sorted(PROTECTED))
def test_a_single_object_of_a_protected_kind_needs_a_person(group: str, kind: str) -> None:
    old = row("shop/filler", "data", kind, group=group)
    assert judge([*BIG, old], BIG).reasons == (f"a {kind}, whose deletion takes more with it",)


def test_the_same_kind_of_another_group_is_not_protected() -> None:
    old = row("shop/filler", "data", "Application", group="example.com")
    assert judge([*BIG, old], BIG).reasons == ()


def test_a_changed_file_or_version_is_no_deletion() -> None:
    assert judge(BIG, BIG).gone == ()


def test_the_same_name_in_another_environment_does_not_make_up_for_a_deletion() -> None:
    old = [*BIG, row("shop/a", "x", environment="staging")]
    assert [str(r.id) for r in judge(old, [*BIG, row("shop/a", "x")]).gone] == ["ConfigMap shop/x"]


def test_an_object_handed_to_another_app_is_no_deletion_but_is_shown() -> None:
    found = judge([*BIG, row("shop/a", "x")], [*BIG, row("shop/b", "x")])
    assert found.gone == () and found.reasons == ()
    assert [str(move) for move in found.handed] == ["ConfigMap shop/x: from production/shop/a to production/shop/b"]


def test_a_renamed_app_is_shown_as_a_move_and_still_refused() -> None:
    old = [row("shop/cart", "cart", "Deployment"), row("shop/cart", "cart-config")]
    new = [row("shop/basket", "basket", "Deployment"), row("shop/basket", "basket-config")]
    found = judge([*BIG, *old], [*BIG, *new])
    assert [str(move) for move in found.moves] == [
        "ConfigMap shop/cart-config -> ConfigMap shop/basket-config",
        "Deployment shop/cart -> Deployment shop/basket",
    ]
    assert found.refusal().message.splitlines() == [
        "2 objects would be deleted: all of production/shop/cart",
        "  production/shop/cart: 2 of 2 objects",
        "    - ConfigMap shop/cart-config   (becomes ConfigMap shop/basket-config in production/shop/basket)",
        "    - Deployment shop/cart   (becomes Deployment shop/basket in production/shop/basket)",
        f"if that is meant, confirm this list: --confirm-deletes {found.digest}",
    ]
    assert found.refusal().exit_code == 4


def test_a_new_namespace_is_a_move() -> None:
    found = judge([*BIG, row("shop/a", "x")], [*BIG, row("shop/a", "x", namespace="mall")])
    assert [str(move) for move in found.moves] == ["ConfigMap shop/x -> ConfigMap mall/x"]


def test_a_renamed_object_of_an_app_is_a_move() -> None:
    keep = row("shop/a", "keep", "Service")
    found = judge([*BIG, keep, row("shop/a", "x")], [*BIG, keep, row("shop/a", "y")])
    assert [str(move) for move in found.moves] == ["ConfigMap shop/x -> ConfigMap shop/y"]


def test_the_list_is_cut_for_people_and_whole_in_the_digest() -> None:
    found = judge(BIG, [])
    listing = found.listing()
    assert len(listing) == 201 and listing[-1] == "  ... and 801 more lines"
    assert found.digest == digest_of(BIG) != digest_of(BIG[1:])


def test_the_digest_does_not_depend_on_the_order_or_the_app() -> None:
    assert digest_of(BIG) == digest_of(reversed(BIG)) == digest_of([Owned(r.environment, "x", r.id) for r in BIG])
    assert judge(BIG, BIG).digest == digest_of([])
    assert Deletions().listing() == []


def test_generated_pairs_are_refused_exactly_beyond_the_limits() -> None:
    """500 seeded pairs against the limits written out a second time, and permits that fit one list only."""
    rng, refused, permits = random.Random(42), 0, set()
    for _ in range(500):
        apps = {f"shop/app{n}": rng.randint(1, 30) for n in range(rng.randint(1, 40))}
        old = [row(app, f"{app[5:]}-{n}", rng.choice(KINDS)) for app, count in apps.items() for n in range(count)]
        share = rng.choice([0, 0.01, 0.02, 0.05, 0.3])
        lost = {r for r in old if rng.random() < share}
        if rng.random() < 0.2:
            lost |= {r for r in old if r.unit == f"production/{rng.choice(sorted(apps))}"}
        found = judge(old, [r for r in old if r not in lost])
        assert set(found.gone) == lost
        assert bool(found.reasons) == beyond(old, lost)
        refused += bool(found.reasons)
        permits.add((found.digest, found.gone))
    assert 100 < refused < 400
    assert len({digest for digest, _ in permits}) == len(permits)


KINDS = ("ConfigMap", "Service", "Deployment", "ServiceMonitor")


def beyond(old: list[Owned], lost: set[Owned]) -> bool:
    if len(lost) > 10 or len(lost) > len(old) * 0.05:
        return True
    for unit in {r.unit for r in old}:
        mine = [r for r in old if r.unit == unit]
        gone = [r for r in mine if r in lost]
        if len(gone) == len(mine) or (len(gone) > 2 and len(gone) > len(mine) * 0.2):
            return True
    return False


def test_many_moves_are_paired_in_a_moment() -> None:
    old = [row(f"shop/a{n}", f"a{n}-{m}") for n in range(1000) for m in range(10)]
    new = [row(f"shop/b{n}", f"b{n}-{m}") for n in range(1000) for m in range(10)]
    assert len(judge(old, new).moves) == 10_000
