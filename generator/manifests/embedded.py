"""Files of Prometheus and Alertmanager, on their own or inside a ConfigMap, as manifests that rules can judge."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from generator.manifests.alertmanager import Translation
from generator.manifests.spot import InnerSpot, Renamed, Spot
from generator.model import Finding, Manifest, ObjectId
from generator.yamlio.read import Document, read_all
from generator.yamlio.write import Written

GROUP = "monitoring.coreos.com"
EMBEDDED, TRANSLATED = "embedded", "translated"
_RULES = re.compile(r"""^[ \t]*(?:\{[ \t]*)?["']?groups["']?[ \t]*:""", re.MULTILINE)
_ROUTES = re.compile(r"""^[ \t]*(?:\{[ \t]*)?["']?(?:route|receivers)["']?[ \t]*:""", re.MULTILINE)
_NAME = re.compile(r"[^a-z0-9-]+")
_MOST = 1 << 20


@dataclass(frozen=True, slots=True)
class Inner:
    """What a ConfigMap holds: manifests, and findings where a file in it cannot be read."""

    manifests: tuple[Manifest, ...] = ()
    findings: tuple[Finding, ...] = ()


def is_rules(data: Any) -> bool:
    """Whether a document is a file of Prometheus rules; Grafana's provisioned alerts say an apiVersion."""
    groups = data.get("groups") if isinstance(data, dict) and not {"kind", "apiVersion"} & set(data) else None
    return isinstance(groups, list) and any(isinstance(g, dict) and ("rules" in g or "name" in g) for g in groups)


def is_routes(data: Any) -> bool:
    """Whether a document is Alertmanager's configuration."""
    return isinstance(data, dict) and "kind" not in data and "route" in data and "receivers" in data


def from_file(document: Document) -> Manifest | None:
    """The manifest a rules file or an Alertmanager configuration stands for; None for any other document."""
    spot = Spot(document)
    stem = document.file.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return _manifest(document.data, stem, "", document.file, document.line, spot)


def in_config_map(manifest: Manifest, spot: Spot, lines: list[str]) -> Inner:
    """What the files inside a ConfigMap or a Secret stand for."""
    made: list[Manifest] = []
    wrong: list[Finding] = []
    for path, text in _texts(manifest):
        if len(text) > _MOST or not (_RULES.search(text) or (_ROUTES.search(text) and "receivers" in text)):
            continue
        stream = read_all(text.encode("utf-8", "replace"), manifest.path)
        for document in stream:
            inner = InnerSpot(Spot(document), spot, path, lines)
            name = f"{manifest.id.name}-{path[-1]}"
            found = _manifest(document.data, name, manifest.id.namespace, manifest.path, manifest.line, inner)
            if found is not None:
                made.append(replace(found, environment=manifest.environment))
        if stream.findings and str(path[-1]).endswith((".yaml", ".yml", ".rules", ".json")):
            wrong.append(_unreadable(manifest, spot, path, lines, stream.findings[0]))
    return Inner(tuple(made), tuple(wrong))


def _texts(manifest: Manifest) -> Iterator[tuple[tuple[str, str], str]]:
    secret = manifest.id.kind == "Secret"
    for key in ("stringData", "data") if secret else ("data",):
        table = manifest.body.get(key)
        for name, text in table.items() if isinstance(table, dict) else ():
            if isinstance(text, str):
                yield (key, name), _decoded(text) if secret and key == "data" else text


def _decoded(text: str) -> str:
    """What base64 text holds, where that is text; "" elsewhere."""
    try:
        return base64.b64decode("".join(text.split()), validate=True).decode("utf-8")
    except ValueError:
        return ""


def _unreadable(manifest: Manifest, spot: Spot, path: tuple[str, str], lines: list[str], cause: Finding) -> Finding:
    empty = InnerSpot(spot, spot, path, lines)
    origin, length = empty.outwards(cause.origin.line, cause.origin.column) if cause.origin else spot.span(path)
    return Finding(
        "embedded-unreadable",
        "error",
        f"{path[-1]} does not parse: {cause.message}",
        manifest.path,
        origin.line,
        origin.column,
        f"/{path[0]}/{path[1]}",
        origin,
        fix=cause.fix,
        object=str(manifest.id),
        length=length,
    )


def _manifest(data: Any, name: str, namespace: str, path: str, line: int, spot: Spot | InnerSpot) -> Manifest | None:
    name = _NAME.sub("-", name.lower()).strip("-")[:253] or "rules"
    if is_rules(data):
        metadata = {"name": name, **({"namespace": namespace} if namespace else {})}
        body = {"apiVersion": f"{GROUP}/v1", "kind": "PrometheusRule", "metadata": metadata, "spec": data}
        identity = ObjectId(GROUP, "PrometheusRule", namespace, name)
        locate = Renamed(spot, {(): (), ("spec",): ()})
        return Manifest(identity, "v1", Written(body), path, component=EMBEDDED, line=line, locate=locate)
    if is_routes(data):
        made = Translation(data, name, namespace)
        identity = ObjectId(GROUP, "AlertmanagerConfig", namespace, name)
        locate = Renamed(spot, made.paths)
        return Manifest(identity, "v1beta1", Written(made.body), path, component=TRANSLATED, line=line, locate=locate)
    return None
