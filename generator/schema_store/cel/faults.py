"""Why a rule has no verdict, and why it has one without a value."""

from __future__ import annotations


class Unverifiable(Exception):
    """What a rule asks for cannot be had or is not safe to run: it is neither kept nor broken."""


class Refused(Exception):
    """A value that CEL refuses, such as a quantity that is none: the API server refuses the object as well."""
