"""What is wrong with a template, or with the values given to one."""

from __future__ import annotations

from generator.model import Origin, UserError


class TemplateError(UserError):
    """A template that cannot be used, or a value it cannot take; `origin` is the line in the template."""

    def __init__(self, message: str, file: str, line: int = 0, *, rule: str = "template-error", fix: str = "") -> None:
        super().__init__(message, Origin(file, line), rule=rule, fix=fix)

    def __str__(self) -> str:
        return f"{self.origin}: {self.message}"
