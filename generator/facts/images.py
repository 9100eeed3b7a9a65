"""Where an image comes from, its default registry filled in.

Source: https://pkg.go.dev/github.com/distribution/reference#ParseNormalizedNamed: a first part without a dot or a colon
that is not `localhost` is no registry; official images live in docker.io/library.
"""

from __future__ import annotations

from fnmatch import fnmatchcase

DEFAULT = "docker.io"
_OLD_NAMES = ("index.docker.io", "registry-1.docker.io")


def repository(image: str) -> tuple[str, str]:
    """Registry and path of an image reference, without tag and digest."""
    name = image.partition("@")[0]
    first, slash, rest = name.partition("/")
    if not slash or not ("." in first or ":" in first or first == "localhost"):
        first, rest = DEFAULT, name
    folder, _, last = rest.rpartition("/")
    path = f"{folder}/{last.partition(':')[0]}" if folder else last.partition(":")[0]
    first = DEFAULT if first in _OLD_NAMES else first
    return first, f"library/{path}" if first == DEFAULT and "/" not in path else path


def comes_from(image: str, allowed: str) -> bool:
    """Whether an image lies in a registry, or in a path of one; `*` in the registry's name matches any part."""
    registry, path = repository(image)
    wanted, _, folder = allowed.strip("/").partition("/")
    if not fnmatchcase(registry, DEFAULT if wanted in _OLD_NAMES else wanted):
        return False
    return not folder or path == folder or path.startswith(f"{folder}/")
