"""Jinja2 templates that look like the manifest, and into which values go by reference, never as text.

    templates = load(folder)
    content = templates.fill("deployment", {"metadata": metadata, "replicas": 3})

A template may hold YAML, `{{ expression }}` (names and lookups), `if` and `for`; anything else is refused when it is
loaded. Values keep their type; `OMIT` drops its key or item; several values in one scalar join as text; a name that is
missing is an error with the template's line.
"""

from .error import TemplateError
from .filling import Filled, Template
from .folder import Templates, load, stored_forms
from .trace import Held, TracedFloat, TracedInt, TracedStr, carry, origins, places, plain, resolved, traced

__all__ = [
    "Filled",
    "Held",
    "Template",
    "TemplateError",
    "Templates",
    "TracedFloat",
    "TracedInt",
    "TracedStr",
    "carry",
    "load",
    "origins",
    "places",
    "plain",
    "resolved",
    "stored_forms",
    "traced",
]
