"""Every function that a rule may call: CEL's own, and the libraries that Kubernetes adds.

Source: https://kubernetes.io/docs/reference/using-api/cel/#cel-options-language-features-and-libraries.
"""

from __future__ import annotations

from collections.abc import Mapping

from generator.schema_store.cel import addresses, formats, functions, lists, quantities, strings, urls
from generator.schema_store.cel.functions import Function

_LIBRARIES = (functions, addresses, formats, lists, quantities, strings, urls)

FUNCTIONS: Mapping[str, Function] = {name: made for each in _LIBRARIES for name, made in each.FUNCTIONS.items()}
"""Each by the name that the engine is given."""
