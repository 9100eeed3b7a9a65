"""Template text left in a manifest, and the places where template text is at home.

At home: alert annotations and labels, receivers' messages, templates of ExternalSecrets, ApplicationSets, workflows and
policies, chart values inside Applications, and files in ConfigMaps, which may hold anything. Of kinds that nobody here
knows only what Helm and Go leave behind counts: their readers may have templates of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from generator.facts import kinds
from generator.facts.cluster import Cluster, kind_name
from generator.model import Manifest, Path

_MARKS = re.compile(
    r"\{\{.*?\}\}|\$\{[A-Za-z_][A-Za-z0-9_]*\}|<no value>|%!s\(|\b(?:REPLACE_?ME|CHANGE_?ME)\b", re.DOTALL
)
_HOMES = frozenset(
    {
        kinds.PROMETHEUS_RULE,
        kinds.ALERTMANAGER_CONFIG,
        kinds.APPLICATION_SET,
        "GrafanaDashboard.grafana.integreatly.org",
        "EnvoyFilter.networking.istio.io",
        "SealedSecret.bitnami.com",
    }
)
"""Kinds whose spec holds templates of its own."""
_HOME_GROUPS = (
    "apiextensions.k8s.io", "crossplane.io", "external-secrets.io", "helm.cattle.io", "helm.toolkit.fluxcd.io",
    "kro.run", "kyverno.io", "secrets.hashicorp.com", "serving.kserve.io", "tekton.dev", "templates.gatekeeper.sh",
)  # fmt: skip
_KNOWN_GROUPS = ("k8s.io", "istio.io", "keda.sh", "monitoring.coreos.com", "argoproj.io", "cert-manager.io")
_ARGO_PLAIN = ("Application", "AppProject", "Rollout")
"""Kinds of Argo's group without templates; workflows, analyses and sensors are full of them."""
_SHELL = frozenset({"command", "args", "env", "lifecycle", "exec"})
"""Fields whose readers have `${NAME}` of their own."""
_SCALERS = frozenset({"restAPITemplate", "query"})
"""Parameters of KEDA's triggers with templates of their own: ActiveMQ's address, LogQL's line_format."""
_INJECTED = "vault.hashicorp.com/"
_FILES = frozenset({"data", "binaryData"})
_CHART = re.compile(r"\{\{-?\s*(?:\.Values|\.Release|\.Chart|include|template|toYaml)\b")
_LEFT = re.compile(r"<no value>|%!s\(|\b(?:REPLACE_?ME|CHANGE_?ME)\b")
_A_FILE = re.compile(r"\.(?:tpl|tmpl|gotmpl|ya?ml|json|txt|md|html|conf|cfg|ini|properties|toml|sh)\Z")


def unrendered(text: str) -> bool:
    """Whether a text holds template marks: then its grammar is not what is wrong with it."""
    return "{{" in text or "${" in text


def found_in(manifest: Manifest, cluster: Cluster) -> Iterator[tuple[Path, str, str]]:
    """Each text with template marks: its path, the mark, and a severity where it is not the rule's."""
    if not _suspicious(cluster.words(manifest)):
        return
    kind, group = kind_name(manifest), manifest.id.group
    home = kind in _HOMES or group.endswith(_HOME_GROUPS)
    home = home or (group == "argoproj.io" and manifest.id.kind not in _ARGO_PLAIN)
    known = "." not in group or group.endswith(_KNOWN_GROUPS)
    for key, value in manifest.body.items():
        if home and key not in ("apiVersion", "kind", "metadata"):
            continue
        for path, text in _suspects({key: value}):
            if _in_file(path, text):
                continue
            if path[0] in _FILES or not (known or path[0] == "metadata"):
                found = _CHART.search(text) or _LEFT.search(text) if path[0] not in _FILES else _CHART.search(text)
                if found is not None:
                    whole = _MARKS.match(text, found.start()) or found
                    yield path, whole[0][:60], ""
            elif not _at_home(path, kind):
                yield from _marked(path, text)


def _suspicious(text: str) -> bool:
    """Whether a text may hold a mark: plain searches, since this looks at every byte there is."""
    if "{{" in text or "REPLACE" in text or "CHANGE" in text:
        return True
    return ("$" in text and "${" in text) or ("<" in text and "<no value>" in text) or ("%" in text and "%!s(" in text)


def _in_file(path: Path, text: str) -> bool:
    """Whether a text is a file inside a ConfigMap or a Secret."""
    if path[0] not in ("data", "binaryData", "stringData"):
        return False
    return "\n" in text or len(path) != 2 or bool(_A_FILE.search(str(path[1])))


def _suspects(node: dict[str, Any]) -> Iterator[tuple[Path, str]]:
    """Every text that may hold a mark; a stack, since this walks every object there is."""
    stack: list[tuple[Any, Path]] = [(node, ())]
    while stack:
        holder, path = stack.pop()
        for key, value in holder.items() if isinstance(holder, dict) else enumerate(holder):
            if isinstance(value, str):
                if _suspicious(value):
                    yield (*path, key), value
            elif isinstance(value, dict | list):
                stack.append((value, (*path, key)))


def _at_home(path: Path, kind: str) -> bool:
    """Chart values inside an Application, labels that Prometheus fills in, annotations that an injector reads."""
    if kind == kinds.APPLICATION:
        return bool({"helm", "kustomize", "plugin"} & set(path))
    return "externalLabels" in path or any(str(part).startswith(_INJECTED) for part in path)


def _marked(path: Path, text: str) -> Iterator[tuple[Path, str, str]]:
    found = _MARKS.search(text)
    if found is None:
        return
    mark = found[0]
    program = bool(_SHELL & set(path)) or "annotations" in path
    if mark.startswith("${") and program:
        return
    # A program may have templates of its own in its arguments; charts leave tell-tale names.
    chart = _CHART.search(text)
    if "triggers" in path and path[-1] in _SCALERS and mark.startswith("{{") and not chart:
        return
    yield path, mark[:60], "warning" if program and mark.startswith("{{") and not chart else ""
