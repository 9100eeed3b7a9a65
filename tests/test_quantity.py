"""Quantities: what the API server would store."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.quantity import canonical_quantity, parse


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("1000m", "1"),
        ("1024Mi", "1Gi"),
        ("1.5Gi", "1536Mi"),
        ("1536Mi", "1536Mi"),
        ("0.5", "500m"),
        ("500m", "500m"),
        ("0.1", "100m"),
        ("1", "1"),
        (2, "2"),
        ("0", "0"),
        ("0Mi", "0"),
        ("1000", "1k"),
        ("1500", "1500"),
        ("1000k", "1M"),
        ("1.25k", "1250"),
        ("1000Mi", "1000Mi"),
        ("1023Ki", "1023Ki"),
        ("512", "512"),
        ("0.5Ki", "512"),
        ("0.5Mi", "512Ki"),
        ("1.1Ki", "1126400m"),
        ("100Gi", "100Gi"),
        ("1024Gi", "1Ti"),
        ("8Ei", "9223372036854775807"),
        ("1e3", "1e3"),
        ("1500e0", "1500"),
        ("12e-1", "1200e-3"),
        ("1E", "1E"),
        ("0.0000000001", "1n"),
        ("-0.0000000001", "-1n"),
        ("-1000m", "-1"),
        ("+5", "5"),
        (".5", "500m"),
        ("5.", "5"),
        ("010", "10"),
        ("0.1n", "1n"),
        ("1024.7796121E", "1024779612100G"),
    ],
)
def test_a_quantity_takes_the_form_the_api_server_stores(written: str | int, stored: str) -> None:
    assert canonical_quantity(written) == stored


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        "-",
        "Mi",
        "1 ",
        " 1",
        "1K",
        "1mi",
        "1Mib",
        "1 Gi",
        "1_000",
        "0x1",
        "1e",
        "1e1000",
        "\u0663",
        "1\n",
        "1" * 65,
    ],
)
def test_what_is_no_quantity_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a quantity"):
        canonical_quantity(text)


QUANTITIES = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "-"]),
    st.one_of(st.integers(0, 10**15).map(str), st.decimals(0, 10**9, places=3).map("{:f}".format)),
    st.sampled_from(["", "n", "u", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "e3", "E6", "e-3"]),
)


@settings(derandomize=True, max_examples=300, deadline=None)
@given(QUANTITIES)
def test_the_stored_form_is_final_and_at_most_a_billionth_away(text: str) -> None:
    stored = canonical_quantity(text)
    assert canonical_quantity(stored) == stored
    assert abs(parse(stored) - parse(text)) < parse("1n") or abs(parse(text)) > 2**63 - 1
