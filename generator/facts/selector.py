"""Label selectors as Kubernetes matches them.

Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def matches(selector: Mapping[str, Any] | None, labels: Mapping[str, Any]) -> bool:
    """Whether a LabelSelector (matchLabels and matchExpressions, a conjunction) selects the labels.

    An absent selector selects nothing, an empty one everything.
    """
    if selector is None:
        return False
    wanted = selector.get("matchLabels") or {}
    if isinstance(wanted, Mapping) and any(labels.get(key) != value for key, value in wanted.items()):
        return False
    rows = selector.get("matchExpressions")
    return not isinstance(rows, list) or all(_holds(row, labels) for row in rows if isinstance(row, Mapping))


def matches_labels(wanted: Mapping[str, Any] | None, labels: Mapping[str, Any]) -> bool:
    """Whether a plain map selector (Service.spec.selector and the like) selects the labels; empty selects nothing."""
    return bool(wanted) and all(labels.get(key) == value for key, value in (wanted or {}).items())


def _holds(row: Mapping[str, Any], labels: Mapping[str, Any]) -> bool:
    key, values = str(row.get("key")), row.get("values")
    values = values if isinstance(values, list) else ()
    match row.get("operator"):
        case "In":
            return key in labels and labels[key] in values
        case "NotIn":
            return key not in labels or labels[key] not in values
        case "Exists":
            return key in labels
        case "DoesNotExist":
            return key not in labels
    return False
