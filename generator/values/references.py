"""Names in values that have to exist elsewhere in values."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping

from generator.model import Finding, Fix, Origin, Path
from generator.values.layers import FLEET, Layers
from generator.values.source import FOLDER


def reference_findings(layers: Layers) -> list[Finding]:
    """Names in values that point at nothing: environments and domains that fleet.yaml does not know."""
    found: list[Finding] = []
    if FLEET not in layers.source.documents:
        return found  # one cause, one finding: without it nothing is known
    table = layers.fleet.get("environments")
    known = list(table) if isinstance(table, dict) else []
    for name in known:
        other = layers.extends(name)
        if other and other not in known:
            found.append(_unknown(layers, FLEET, ("environments", name, "extends"), "environment", other, known))
        elif other and layers.extends(layers.chain(name)[0]):
            found.append(_at(layers, FLEET, ("environments", name, "extends"), f"environment {name} extends itself"))
    for file in sorted(layers.source.documents):
        parts = file.removesuffix(".yaml").split("/")[1:]
        if parts[0] == "environments" and parts[1] not in known:
            found.append(_unknown(layers, file, (), "environment", parts[1], known))
        if len(parts) == 3 and parts[2] not in known and (parts[0] != "services" or parts[2] != "values"):
            found.append(_unknown(layers, file, (), "environment", parts[2], known))
    found += _domain_findings(layers)
    found += _clusters(layers)
    found += _needs(layers)
    return found


def _needs(layers: Layers) -> list[Finding]:
    """Platform components that wait for one that is not there, or for each other."""
    known = layers.source.platform
    found: list[Finding] = []
    waits: dict[str, dict[str, tuple[str, Path]]] = {name: {} for name in known}
    for file, document in sorted(layers.source.documents.items()):
        if not file.startswith(f"{FOLDER}/platform/"):
            continue
        name = file.split("/")[2].removesuffix(".yaml")
        needs = document.data.get("needs")
        for number, other in enumerate(needs if isinstance(needs, list) else ()):
            if isinstance(other, str) and other not in known:
                found.append(_unknown(layers, file, ("needs", number), "platform component", other, list(known)))
            elif isinstance(other, str):
                waits.setdefault(name, {}).setdefault(other, (file, ("needs", number)))
    return found + [_at(layers, *place, f"{name} waits for itself: {way}") for name, way, place in _circles(waits)]


def _circles(
    waits: Mapping[str, Mapping[str, tuple[str, Path]]],
) -> Iterator[tuple[str, str, tuple[str, Path]]]:
    """Each circle once: its first component, the way round, and where that one says what it needs."""
    done: set[str] = set()
    for start in sorted(waits):
        ways: list[tuple[str, ...]] = [(start,)]
        seen = {start}
        while ways and start not in done:
            way = ways.pop(0)
            for other in sorted(waits.get(way[-1], ())):
                if other == start:
                    done.update(way)
                    yield start, " needs ".join((*way, start)), waits[start][(*way, start)[1]]
                    break
                if other not in seen:
                    seen.add(other)
                    ways.append((*way, other))


def _clusters(layers: Layers) -> list[Finding]:
    """Environments that render something and say nowhere, nor inherit, which cluster it is for."""
    found: list[Finding] = []
    for name in layers.environments:
        rows = [layers.fleet["environments"].get(link) for link in layers.chain(name)]
        if not any(isinstance(row, dict) and row.get("cluster") for row in rows):
            fix = 'add `cluster: {server: "https://..."}`, or `abstract: true` if it only serves others'
            place = layers.source.documents[FLEET].position(("environments", name), key=True)
            told = f"environment {name} lacks the required key `cluster`"
            found.append(Finding("values-missing-required", "error", told, origin=Origin(FLEET, *place), fix=Fix(fix)))
    return found


def _domain_findings(layers: Layers) -> list[Finding]:
    found: list[Finding] = []
    known = sorted(layers.fleet.get("domains") or {})
    for name in layers.source.domains:
        if name not in known:
            found.append(_unknown(layers, f"{FOLDER}/domains/{name}.yaml", (), "domain", name, known))
    for file, document in sorted(layers.source.documents.items()):
        domain = document.data.get("domain")
        if file.startswith(f"{FOLDER}/services/") and isinstance(domain, str) and domain not in known:
            found.append(_unknown(layers, file, ("domain",), "domain", domain, known))
    return found


def _at(layers: Layers, file: str, path: Path, message: str, fix: str = "") -> Finding:
    line, column = layers.source.documents[file].position(path) if file in layers.source.documents else (1, 1)
    return Finding(
        "values-unknown-name", "error", message, origin=Origin(file, line, column), fix=Fix(fix) if fix else None
    )


def _unknown(layers: Layers, file: str, path: Path, what: str, name: str, known: list[str]) -> Finding:
    near = difflib.get_close_matches(name, known, 1)
    hint = f"did you mean {near[0]}?" if near else f"known: {', '.join(known) or 'none'}"
    return _at(layers, file, path, f"unknown {what} {name!r}; {hint}", f"add it to {FLEET} or correct the name")
