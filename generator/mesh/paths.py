"""Where a path of the service shows at a gateway, and the matches that catch it segment by segment.

Istio's prefix is a raw string prefix (`/api` also catches `/apiary`), so a path becomes two matches: exactly itself,
and everything below it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

Pair = tuple[str, str]
"""A path as the client sends it, and as the service sees it."""


@dataclass(frozen=True, slots=True)
class Entrance:
    """A way requests come in: the gateway, and the paths it lets in. No paths means every path, as it is."""

    gateway: str
    paths: tuple[Pair, ...] = ()

    @property
    def pairs(self) -> tuple[Pair, ...]:
        return self.paths or (("/", "/"),)


@dataclass(frozen=True, slots=True)
class Uri:
    """One way a path is matched at a gateway ("" = any), and what the matched part is rewritten to (None = kept)."""

    gateway: str
    match: Mapping[str, str] = field(default_factory=dict)
    rewrite: str | None = None


def below(gateway: str, outer: str, inner: str) -> Iterator[Uri]:
    """Matches for `outer` and everything below it, as the service's `inner`."""
    outer, inner = outer.rstrip("/"), inner.rstrip("/")
    kept = outer == inner
    if outer:
        yield Uri(gateway, {"exact": outer}, None if kept else inner or "/")
    yield Uri(gateway, {"prefix": f"{outer}/"} if outer else {}, None if kept else f"{inner}/")


def prefix_uris(entrance: Entrance, gateway: str, prefixes: Sequence[str], rewrite: str | None) -> Iterator[Uri]:
    """Matches for what lies below the service's `prefixes` and comes in by the entrance."""
    for prefix in prefixes:
        for outer, inner in entrance.pairs:
            rest = remainder(prefix, inner)
            if rest is not None:
                yield from below(gateway, join(outer, rest), rewrite or prefix)
            elif remainder(inner, prefix) is not None:
                yield from below(gateway, outer, rewrite or inner)


def exact_uris(entrance: Entrance, gateway: str, paths: Sequence[str], rewrite: str | None) -> Iterator[Uri]:
    """Matches for exactly the service's `paths`, where the entrance lets them in."""
    for path in paths:
        for outer, inner in entrance.pairs:
            rest = remainder(path, inner)
            if rest is not None:
                outside, target = join(outer, rest), rewrite or path
                yield Uri(gateway, {"exact": outside}, None if target == outside else target)


def remainder(path: str, prefix: str) -> str | None:
    """What follows `prefix` in a path that equals it or lies below it, else None."""
    prefix = prefix.rstrip("/")
    if path.rstrip("/") == prefix:
        return ""
    return path[len(prefix) :] if path.startswith(f"{prefix}/") else None


def join(prefix: str, rest: str) -> str:
    return f"{prefix.rstrip('/')}{rest}" or "/"
