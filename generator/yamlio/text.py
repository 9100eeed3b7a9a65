"""An object of which only the text is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class Text:
    """A model.Content that reads its body from its text whenever somebody asks."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    @property
    def body(self) -> Mapping[str, Any]:
        from generator.yamlio.read import read_all

        body: Mapping[str, Any] = read_all(self.text.encode(), "").documents[0].data
        return body
