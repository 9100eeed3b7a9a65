"""Shapes that several readers meet."""

from __future__ import annotations

from typing import Any

QUANTITY = (
    r"^(\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))))?$"
)
"""What a quantity written as text looks like (apimachinery, api/resource)."""

INT_OR_STRING: dict[str, Any] = {"x-kubernetes-int-or-string": True}
OPEN: dict[str, Any] = {"x-kubernetes-preserve-unknown-fields": True}
