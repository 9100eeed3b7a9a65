"""The writer: the one canonical text."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.yamlio.read import read, read_all
from generator.yamlio.write import Written, item, key, nested, order_key, ordered, scalar, write

DEPLOYMENT: dict[str, Any] = {
    "spec": {
        "template": {
            "spec": {
                "volumes": [{"emptyDir": {}, "name": "tmp"}],
                "containers": [
                    {
                        "env": [{"value": "no", "name": "A"}],
                        "args": ["--listen=:8080", "-v", "2"],
                        "resources": {"limits": {"memory": "256Mi"}, "requests": {"memory": "128Mi", "cpu": "100m"}},
                        "image": "registry.example.com/shop/web:1.2.3",
                        "ports": [{"protocol": "TCP", "containerPort": 8080, "name": "http"}],
                        "name": "web",
                    }
                ],
            }
        },
        "replicas": 2,
        "paused": False,
        "selector": {"matchLabels": {"app": "web"}},
    },
    "metadata": {"annotations": {}, "labels": {"z": "1", "app": "web"}, "namespace": "shop", "name": "web"},
    "kind": "Deployment",
    "apiVersion": "apps/v1",
}

TEXT = """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: shop
  labels:
    app: web
    z: "1"
  annotations: {}
spec:
  replicas: 2
  selector:
    matchLabels:
      app: web
  template:
    spec:
      containers:
      - name: web
        image: registry.example.com/shop/web:1.2.3
        args:
        - --listen=:8080
        - "-v"
        - "2"
        ports:
        - name: http
          containerPort: 8080
          protocol: TCP
        env:
        - name: A
          value: "no"
        resources:
          requests:
            cpu: 100m
            memory: 128Mi
          limits:
            memory: 256Mi
      volumes:
      - name: tmp
        emptyDir: {}
  paused: false
"""


def test_an_object_is_written_in_kubernetes_order_and_kubectl_layout() -> None:
    assert write(DEPLOYMENT) == TEXT


def test_the_order_of_insertion_does_not_matter() -> None:
    def turned(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: turned(part) for name, part in reversed(value.items())}
        return [turned(part) for part in value] if isinstance(value, list) else value

    assert write(turned(DEPLOYMENT)) == TEXT


def test_unknown_keys_stand_by_alphabet_between_what_identifies_and_what_ends_an_object() -> None:
    mapping = dict.fromkeys(["zeta", "status", "Alpha", "name", "alpha", "kind", "volumes"])
    assert ordered(mapping) == ("kind", "name", "Alpha", "alpha", "zeta", "volumes", "status")
    assert sorted(mapping, key=order_key) == list(ordered(mapping))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("web", "web"),
        ("a b c", "a b c"),
        ("don't (stop), now", "don't (stop), now"),
        ("http://example.com:80/x?y=1", '"http://example.com:80/x?y=1"'),
        ("https://example.com/x", "https://example.com/x"),
        ("registry/x@sha256:ab12", "registry/x@sha256:ab12"),
        ("/metrics", "/metrics"),
        ("--flag=x", "--flag=x"),
        ("-x", '"-x"'),
        ("---", '"---"'),
        ("10.0.0.1", "10.0.0.1"),
        ("10.0.0.0/8", "10.0.0.0/8"),
        ("1.2.3", "1.2.3"),
        ("1.2", '"1.2"'),
        ("100m", "100m"),
        ("1Gi", "1Gi"),
        ("1.5Gi", "1.5Gi"),
        ("5m30s", "5m30s"),
        ("50%", "50%"),
        ("1e3", '"1e3"'),
        ("0x1F", '"0x1F"'),
        ("0o17", '"0o17"'),
        ("012", '"012"'),
        ("1_000", '"1_000"'),
        ("12:30", '"12:30"'),
        ("2024-01-01", '"2024-01-01"'),
        ("6063e25", '"6063e25"'),
        ("1234567", '"1234567"'),
        ("y", '"y"'),
        ("N", '"N"'),
        ("oN", '"oN"'),
        ("None", '"None"'),
        ("~", '"~"'),
        ("", '""'),
        ("e1", '"e1"'),
        ("E-5", '"E-5"'),
        (".inf", '".inf"'),
        ("=", '"="'),
        ("<<", '"<<"'),
        ("*.example.com", '"*.example.com"'),
        ("a: b", '"a: b"'),
        ("a:", '"a:"'),
        ("a #b", '"a #b"'),
        ("a#b", '"a#b"'),
        (" a", '" a"'),
        ("a ", '"a "'),
        ("a  b", '"a  b"'),
        ("a\tb", '"a\\tb"'),
        ('say "x" \\ y', '"say \\"x\\" \\\\ y"'),
        ("caf\u00e9 \U0001f600", '"caf\u00e9 \U0001f600"'),
        ("a\u2028b\u0085\ufeff\u202e\x1b\x00", '"a\\u2028b\\u0085\\ufeff\\u202e\\u001b\\u0000"'),
        ("a\r\nb", '"a\\r\\nb"'),
        ("one\ntwo", "|-\n  one\n  two"),
        ("one\ntwo\n", "|\n  one\n  two"),
        ("one\n", "|\n  one"),
        ("one\n\n  two\n", "|\n  one\n\n    two"),
        ("#!/bin/sh\necho\n", "|\n  #!/bin/sh\n  echo"),
        ("- a\n- b\n", "|\n  - a\n  - b"),
        ("one\n\n", '"one\\n\\n"'),
        (" one\ntwo\n", '" one\\ntwo\\n"'),
        ("\none\n", '"\\none\\n"'),
        ("one\n \ntwo\n", '"one\\n \\ntwo\\n"'),
        ("\n", '"\\n"'),
        (True, "true"),
        (None, "null"),
        (0, "0"),
        (-5, "-5"),
        (1.5, "1.5"),
        (1.0, "1.0"),
        (1e-05, "0.00001"),
        (1e100, "1.0e+100"),
        (-2.5e-30, "-2.5e-30"),
    ],
)
def test_a_scalar_is_bare_only_where_every_reader_sees_the_same(value: Any, text: str) -> None:
    assert scalar(value) == text


def test_what_follows_a_key_or_a_dash_is_laid_out_from_its_column() -> None:
    assert nested("x", 4) == " x"
    assert nested({}, 4) == " {}"
    assert nested([], 4) == " []"
    assert nested({"b": [1, {"c": "x\ny\n"}]}, 2) == "\n    b:\n    - 1\n    - c: |\n        x\n        y"
    assert nested([["a"], []], 2) == "\n  - - a\n  - []"
    assert item({"name": "x", "value": [1]}, 2) == " name: x\n    value:\n    - 1"
    assert item("one\ntwo", 2) == " |-\n    one\n    two"


def test_a_nested_value_is_what_the_whole_writer_puts_there() -> None:
    value = {"labels": {"a": "x"}, "list": [{"text": "l1\nl2\n"}, ["y z"]]}
    assert write({"top": {"inner": value}}) == "top:\n  inner:" + nested(value, 2) + "\n"
    assert write([value]) == "-" + item(value, 0) + "\n"


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {"a": float("-inf")}])
def test_a_number_that_json_does_not_know_is_an_error(value: Any) -> None:
    with pytest.raises(ValueError, match="not finite"):
        write({"a": value})


@pytest.mark.parametrize("value", [object(), {1, 2}, b"x", {1: 2}, {None: 1}])
def test_what_is_not_json_is_an_error(value: Any) -> None:
    with pytest.raises(TypeError):
        write({"a": value})


def test_a_key_that_no_reader_could_read_back_is_an_error() -> None:
    assert key("k" * 1000) == '"' + "k" * 1000 + '"'
    with pytest.raises(ValueError, match="a key of 1001 characters"):
        key("k" * 1001)


def test_an_object_makes_its_text_when_asked() -> None:
    assert Written({"b": 1, "a": [True]}).text == "a:\n- true\nb: 1\n"
    assert Written({"a": 1}).body == {"a": 1}


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20) | st.text(
    "ab: #-'\"\n\t|>&*!%@`{}[],?=~e01.", max_size=8
)
BODIES = st.recursive(
    st.one_of(
        TEXTS,
        st.integers(-(2**63), 2**63 - 1),
        st.booleans(),
        st.none(),
        st.floats(allow_nan=False, allow_infinity=False),
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(TEXTS, inner, max_size=4)),
    max_leaves=12,
)


@settings(derandomize=True, max_examples=600, deadline=None)
@given(st.dictionaries(TEXTS, BODIES, min_size=1, max_size=4))
def test_what_is_written_reads_back_and_is_written_the_same_again(body: dict[str, Any]) -> None:
    text = write(body)
    stream = read_all(text.encode(), "out.yaml")
    assert stream.findings == ()
    found = stream.documents[0].data
    assert found == body
    assert write(found) == text
    assert text.endswith("\n") and not text.endswith("\n\n")


PLAIN = st.text("abcXYZ 019.:-_/#'\"\n\u00e9\u6ce8\U0001f600", max_size=12)
VALUES = st.recursive(
    st.one_of(PLAIN, st.integers(-(2**53), 2**53), st.booleans(), st.none(), st.sampled_from([0.5, -1.25, 99.9])),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.text("abc-/1", min_size=1), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(derandomize=True, max_examples=400, deadline=None)
@given(st.dictionaries(st.text("abc-/1", min_size=1), VALUES, min_size=1, max_size=4))
def test_what_is_written_is_accepted_by_the_strict_reader(body: dict[str, Any]) -> None:
    assert read(write(body).encode(), "values.yaml").data == body
