"""Template text left in a manifest, and the places where template text is at home.

At home: alert annotations and labels, receivers' messages, templates of ExternalSecrets, ApplicationSets, workflows and
policies, chart values inside Applications, and files in ConfigMaps, which may hold anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from generator.facts import kinds
from generator.facts.cluster import kind_name
from generator.model import Manifest, Path

_MARKS = re.compile(
    r"\{\{.*?\}\}|\$\{[A-Za-z_][A-Za-z0-9_]*\}|<no value>|%!s\(|\b(?:REPLACE_?ME|CHANGE_?ME)\b", re.DOTALL
)
_QUICK = re.compile(r"\{\{|\$\{|<no value>|%!s\(|REPLACE|CHANGE")
_HOMES = frozenset(
    {
        kinds.PROMETHEUS_RULE,
        kinds.ALERTMANAGER_CONFIG,
        kinds.APPLICATION_SET,
        kinds.EXTERNAL_SECRET,
        "ClusterExternalSecret.external-secrets.io",
        "PushSecret.external-secrets.io",
        "GrafanaDashboard.grafana.integreatly.org",
        "EnvoyFilter.networking.istio.io",
        "SealedSecret.bitnami.com",
    }
)
"""Kinds whose spec holds templates of its own."""
_HOME_GROUPS = ("kyverno.io", "serving.kserve.io", "tekton.dev", "templates.gatekeeper.sh", "apiextensions.k8s.io")
_ARGO_PLAIN = ("Application", "AppProject", "Rollout")
"""Kinds of Argo's group without templates; workflows, analyses and sensors are full of them."""
_SHELL = frozenset({"command", "args", "env", "lifecycle", "exec"})
"""Fields whose readers have `${NAME}` of their own."""
_SCALERS = frozenset({"restAPITemplate", "query"})
"""Parameters of KEDA's triggers with templates of their own: ActiveMQ's address, LogQL's line_format."""
_INJECTED = "vault.hashicorp.com/"
_FILES = frozenset({"data", "binaryData"})


def unrendered(text: str) -> bool:
    """Whether a text holds template marks: then its grammar is not what is wrong with it."""
    return "{{" in text or "${" in text


def found_in(manifest: Manifest) -> Iterator[tuple[Path, str, str]]:
    """Each text with template marks: its path, the mark, and a severity where it is not the rule's."""
    kind, group = kind_name(manifest), manifest.id.group
    home = kind in _HOMES or group.endswith(_HOME_GROUPS)
    home = home or (group == "argoproj.io" and manifest.id.kind not in _ARGO_PLAIN)
    for key, value in manifest.body.items():
        if key in _FILES or (home and key not in ("apiVersion", "kind", "metadata")):
            continue
        for path, text in _suspects({key: value}):
            if not _at_home(path, kind):
                yield from _marked(path, text)


def _suspects(node: dict[str, Any]) -> Iterator[tuple[Path, str]]:
    """Every text that may hold a mark; a stack, since this walks every object there is."""
    stack: list[tuple[Any, Path]] = [(node, ())]
    while stack:
        holder, path = stack.pop()
        for key, value in holder.items() if isinstance(holder, dict) else enumerate(holder):
            if isinstance(value, str):
                if _QUICK.search(value):
                    yield (*path, key), value
            elif isinstance(value, dict | list):
                stack.append((value, (*path, key)))


def _at_home(path: Path, kind: str) -> bool:
    """Chart values inside an Application, and annotations that an injector reads as templates."""
    if kind == kinds.APPLICATION:
        return bool({"helm", "kustomize", "plugin"} & set(path))
    return any(str(part).startswith(_INJECTED) for part in path)


def _marked(path: Path, text: str) -> Iterator[tuple[Path, str, str]]:
    found = _MARKS.search(text)
    if found is None:
        return
    mark = found[0]
    program = bool(_SHELL & set(path)) or "annotations" in path
    if mark.startswith("${") and program:
        return
    # A program may have templates of its own in its arguments; charts leave tell-tale names.
    chart = re.search(r"\{\{-?\s*(?:\.Values|\.Release|\.Chart|include|template|toYaml)\b", text)
    if "triggers" in path and path[-1] in _SCALERS and mark.startswith("{{") and not chart:
        return
    yield path, mark[:60], "warning" if program and mark.startswith("{{") and not chart else ""
