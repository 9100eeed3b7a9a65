"""Names that fit the limits of the API server and of the controllers that add suffixes to them."""

from __future__ import annotations

import hashlib
import re

LABEL = 63
"""Longest label value, Service name and namespace (RFC 1123 label)."""

SUFFIXED = 52
"""Longest CronJob and StatefulSet name: their controllers add up to 11 characters and use the result as a label."""

SCALED = 54
"""Longest ScaledObject name: KEDA calls its HPA `keda-hpa-<name>` and uses that as a label."""

_DIGITS = 8


def fit(name: str, limit: int = LABEL) -> str:
    """The name itself when it fits, else its head and a hash of the whole; never ends on a separator.

    The same name always gives the same result, and two long names differ even when their heads are equal.
    """
    if len(name) <= limit:
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()[:_DIGITS]
    head = name[: limit - _DIGITS - 1].rstrip("-._")
    return f"{head}-{digest}"


def workload(app: str, kind: str, track: str = "") -> str:
    """The name of an app's workload, or of one subset's own Deployment."""
    name = f"{app}-{track}" if track else app
    return fit(name, SUFFIXED if kind in ("CronJob", "StatefulSet") else LABEL)


def label_value(text: str) -> str:
    """Text as a legal label value: illegal characters become hyphens, at most 63 characters, letters or digits outside.

    Image tags need this: a tag may have 128 characters and end on a separator.
    """
    legal = re.sub(r"[^A-Za-z0-9._-]", "-", text)
    return fit(legal.strip("-._"), LABEL)


def object_name(text: str, limit: int = LABEL) -> str:
    """Text as an RFC 1123 label: lower case, every run of other characters one hyphen."""
    return fit(re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-"), limit)


def pod_selector(app: str) -> dict[str, str]:
    """The labels that every pod of an app carries and no pod of another app, whatever its track."""
    name = fit(app, LABEL)
    return {"app.kubernetes.io/name": name, "app.kubernetes.io/instance": name}


def governing_service(app: str, *, headless: bool) -> str:
    """The Service that names a StatefulSet's pods: the app's own when it is headless, else one beside it."""
    name = workload(app, "StatefulSet")
    return name if headless else f"{name}-headless"
