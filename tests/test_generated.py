"""Everything that is generated is fresh."""

from __future__ import annotations

from pathlib import Path

from tools.generate import generated


def test_generated_files_say_what_the_code_says(root: Path) -> None:
    stale = [
        str(path.relative_to(root))
        for path, text in generated().items()
        if not path.exists() or path.read_text("utf8") != text
    ]
    assert stale == [], "run `make docs`"
