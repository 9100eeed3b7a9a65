"""Bytes as the API server, etcd and kubectl count them."""

from __future__ import annotations

from typing import Any

from generator.facts import sizes
from generator.facts.cluster import Cluster
from generator.model import Manifest, ObjectId
from generator.yamlio.write import Written


def config(body: dict[str, Any], kind: str = "ConfigMap") -> Manifest:
    whole = {"apiVersion": "v1", "kind": kind, "metadata": {"name": "web"}, **body}
    return Manifest(ObjectId("", kind, "", "web"), "v1", Written(whole), "web.yaml")


CLUSTER = Cluster("", ())
EMPTY = len('{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"web"},"data":{"a":""}}')


def test_letters_beyond_ascii_count_as_bytes_of_utf_8() -> None:
    assert sizes.request(config({"data": {"a": "é"}})) == EMPTY + 2
    assert sizes.data(config({"data": {"a": "é😀"}})) == 6


def test_the_copy_of_client_side_apply_escapes_marks_of_html() -> None:
    assert sizes.copied(config({"data": {"a": "<&>"}})) == EMPTY + 18


def test_the_copy_stands_beside_the_annotations_that_are_there() -> None:
    noted = config({"metadata": {"name": "web", "annotations": {"team": "shop"}}, "data": {"a": ""}})
    assert sizes.copied(noted) == sizes.request(noted) + len("teamshop")


def test_encoded_values_count_decoded() -> None:
    assert sizes.data(config({"binaryData": {"a": "QUJD\nQUJD\n"}})) == 6
    assert sizes.data(config({"data": {"a": "QUJD"}, "stringData": {"b": "xy"}}, kind="Secret")) == 5
    assert sizes.data(config({"data": {"a": "QUJD"}}, kind="Deployment")) == 0


def test_a_text_of_marks_may_exceed_a_limit_that_its_letters_do_not_reach() -> None:
    assert sizes.may_exceed(config({"data": {"a": "<" * 100}}), CLUSTER, 500)
    assert not sizes.may_exceed(config({"data": {"a": "x"}}), CLUSTER, 5000)


def test_what_is_too_large_for_its_kind_or_for_etcd_cannot_be_stored() -> None:
    assert sizes.unstorable(config({"data": {"a": "x" * 1_100_000}}))
    assert sizes.unstorable(config({"spec": "x" * 1_600_000}, kind="Other"))
    assert not sizes.unstorable(config({"data": {"a": "x" * 1_000_000}}))
