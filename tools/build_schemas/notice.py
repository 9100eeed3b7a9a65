"""The licences of the packages that the schemas were made from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools.build_schemas.archive import Archive

_HEAD = """The schemas in this folder were made from the packages below by tools/build_schemas, which changed
their form: only checks were kept, several packages were merged, and facts of our own were added (overlays/).
Each package keeps its licence.
"""


def notice(pins: Mapping[str, Any], archives: Mapping[str, Archive]) -> str:
    """The text of NOTICE: every package with its origin, then each different licence text with who it belongs to."""
    lines = [_HEAD]
    texts: dict[str, list[str]] = {}
    for key, package in sorted(pins["packages"].items()):
        lines.append(f"{package['name']} {package['version']} ({package['registry']}), {package['licence']}, "
                     f"describes {package['upstream']}")  # fmt: skip
        text = _licence(archives[key])
        if text:
            texts.setdefault(text, []).append(f"{package['name']} {package['version']}")
    for text, names in sorted(texts.items(), key=lambda item: item[1]):
        lines.append(f"\n{'=' * 80}\nLicence of {', '.join(names)}\n{'=' * 80}\n\n{text.strip()}")
    return "\n".join(lines) + "\n"


def _licence(archive: Archive) -> str:
    """The licence file that the package carries; "" when it carries none."""
    wanted = ("LICENSE", "LICENSE.TXT", "LICENSE.MD")
    names = [name for name in archive.names if name.rpartition("/")[2].upper() in wanted]
    return archive.text(min(names, key=len)) if names else ""
