"""Which release of a product runs in an environment: some fields exist only from one release on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

NEWEST = (999, 0)
"""Stands for the release of a product that nobody named: nothing is held back."""


def release(settings: Mapping[str, Any], product: str) -> tuple[int, int]:
    """Major and minor release of a product (a key of `products`) in an environment's settings."""
    text = str((settings.get("products") or {}).get(product, "")).lstrip("v")
    numbers = text.split(".")[:2]
    if len(numbers) != 2 or not all(number.isdigit() for number in numbers):
        return NEWEST
    return int(numbers[0]), int(numbers[1])
