"""What a configuration file says, as its text: YAML, JSON or properties by the path's extension."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from generator.model import App, UserError
from generator.yamlio.write import write

_SPECIAL = re.compile(r"[\\:=#! \t]")


def text_of(app: App, path: str, content: Any) -> str:
    """The file's text. Raises UserError for a mapping under an extension that has no known form."""
    if isinstance(content, str):
        return content
    suffix = PurePosixPath(path).suffix
    if suffix in (".yaml", ".yml"):
        return write(content)
    if suffix == ".json":
        return json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    if suffix == ".properties" and isinstance(content, Mapping):
        return "".join(f"{_key(key)}={_value(value)}\n" for key, value in sorted(_flat("", content)))
    raise UserError(
        f"config.{path}: a mapping has no known form under the extension {suffix or '(none)'}",
        app.origin,
        rule="values-config",
        fix="write the file's text (a literal block), or name it .yaml, .json or .properties",
    )


def _flat(prefix: str, content: Any) -> Iterator[tuple[str, str]]:
    """Keys joined with dots, list positions in brackets: how Spring and MicroProfile read nested properties."""
    if isinstance(content, Mapping):
        for key, value in content.items():
            yield from _flat(f"{prefix}.{key}" if prefix else str(key), value)
    elif isinstance(content, list):
        for number, value in enumerate(content):
            yield from _flat(f"{prefix}[{number}]", value)
    elif isinstance(content, bool):
        yield prefix, "true" if content else "false"
    else:
        yield prefix, "" if content is None else str(content)


def _key(text: str) -> str:
    return _ascii(_SPECIAL.sub(lambda match: "\\" + match[0].replace("\t", "t"), text))


def _value(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")
    return _ascii("\\" + escaped if escaped.startswith(" ") else escaped)


def _ascii(text: str) -> str:
    """java.util.Properties reads bytes as Latin-1, so everything beyond ASCII is written as UTF-16 escapes."""
    return "".join(c if ord(c) < 128 else _utf16(c) for c in text)


def _utf16(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))
