"""A rule's documentation and cases as something to run: YAML text to a cluster, a rule's check to what it found."""

from __future__ import annotations

import ast
import copy
import random
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from generator.conformity import Conformity
from generator.facts.cluster import Cluster, clusters
from generator.model import SEVERITIES, Fleet, Manifest, ObjectId, pointer
from generator.rules import catalogue
from generator.rules.documentation import Documentation, Example, parse
from generator.rules.plan import Plan
from generator.rules.problem import Problem
from generator.yamlio.read import read_all
from generator.yamlio.write import Written

OUTSIDE_SCHEMAS = "no schema"
"""A Bad or Good section whose title begins so shows objects that their schema refuses or that have none."""


ODD: tuple[Any, ...] = (None, True, 0, -7, 1.5, "", "odd", [], {}, [None], ["x"], {"x": None}, {"x": [1]})
"""What a person may have written where something else belongs."""


@dataclass(frozen=True)
class Found:
    """One problem, as cases write it: `path` is a JSON pointer, `object` is `Kind.group namespace/name`."""

    severity: str
    path: str
    object: str
    message: str


def rule_files() -> list[Path]:
    """Every rule's file; nothing is imported, so that one broken rule does not hide the others."""
    return [path for path in sorted(catalogue.FOLDER.glob("*/*.py")) if not path.stem.startswith("_")]


def rule_id(path: Path) -> str:
    return path.stem.replace("_", "-")


@cache
def documentation(path: Path) -> Documentation:
    """A rule file's docstring, taken apart without importing it."""
    return parse(ast.get_docstring(ast.parse(path.read_text("utf8")), clean=False) or "")


def examples() -> list[tuple[Path, str, Example]]:
    """Every Bad and Good section of every rule, as file, `bad` or `good`, and example."""
    found = []
    for path in rule_files():
        told = documentation(path)
        found += [(path, "bad", example) for example in told.bad]
        found += [(path, "good", example) for example in told.good]
    return found


@cache
def rule(path: Path) -> catalogue.Rule:
    """The rule of a file; imports it."""
    import importlib

    module: Any = importlib.import_module(f"generator.rules.{path.parent.name}.{path.stem}")
    fleet = bool(getattr(module, "FLEET", False))
    kinds = tuple(getattr(module, "KINDS", ("*",) if fleet else ()))
    title = documentation(path).title
    default = bool(getattr(module, "DEFAULT", True))
    marks = (bool(getattr(module, mark, False)) for mark in ("INSTEAD", "OBJECTS"))
    more = (tuple(getattr(module, "NEEDS", ())), *marks)
    return catalogue.Rule(rule_id(path), path.parent.name, module.SEVERITY, kinds, fleet, default, title, *more)


def expanded(text: str) -> str:
    """An example with every `<300000 bytes>` replaced by so many letters: limits of size cannot be written out."""
    return re.sub(r"<([0-9]+) bytes>", lambda found: "x" * int(found[1]), text)


def fleet(text: str, settings: Mapping[str, Any] | None = None, path: str = "example.yaml") -> Fleet:
    """The objects of YAML text as if hand-written; a line `# file: web/a.yaml` places what follows."""
    stream = read_all(expanded(text).encode(), path)
    places = [(n, line[8:].strip()) for n, line in enumerate(text.splitlines(), 1) if line.startswith("# file: ")]
    assert not stream.findings, [finding.message for finding in stream.findings]
    made = []
    for document in stream:
        body = document.data
        assert isinstance(body, dict), f"a document that is no object: {body!r}"
        group, _, version = str(body["apiVersion"]).rpartition("/")
        meta = body.get("metadata") or {}
        name = str(meta.get("name") or meta.get("generateName") or "")
        who = ObjectId(group, str(body["kind"]), str(meta.get("namespace") or ""), name)
        file = next((name for n, name in reversed(places) if n <= document.line), path)
        made.append(Manifest(who, version, Written(body), file, line=document.line))
    assert made, "no objects"
    return Fleet(tuple(made), settings=settings or {})


def damaged(seen: Cluster, chance: random.Random) -> Cluster:
    """The same cluster with one node of one object replaced by something of another type."""
    manifests = list(seen.manifests)
    n = chance.randrange(len(manifests))
    body = copy.deepcopy(dict(manifests[n].body))
    places = [place for place in _places(body) if place[1] not in ("apiVersion", "kind", "metadata", "name")]
    if places:
        holder, key = chance.choice(places)
        holder[key] = copy.deepcopy(chance.choice(ODD))
    manifests[n] = replace(manifests[n], content=Written(body))
    return replace(seen, manifests=tuple(manifests))


def _places(node: Any) -> list[tuple[Any, Any]]:
    rows = list(node.items()) if isinstance(node, dict) else list(enumerate(node)) if isinstance(node, list) else []
    return [(node, key) for key, _ in rows] + [place for _, child in rows for place in _places(child)]


def cluster(text: str, settings: str = "", before: str = "") -> Cluster:
    """The one cluster that holds the objects of YAML text, and of the text before a change; settings are YAML too."""
    known = yaml.safe_load(settings) if settings else {}
    (only,) = clusters(fleet(text, known), fleet(before, known) if before else None)
    return only


def run(judge: catalogue.Rule, seen: Cluster) -> list[Found]:
    """What one rule finds in a cluster, sorted; every problem is checked to be well formed."""
    planned = Plan(seen, [judge])
    problems: list[tuple[Manifest, Problem]] = []
    if judge.fleet:
        problems = [(p.manifest or seen.manifests[0], p) for _, check in planned.fleet for p in check(seen)]
    else:
        checks = [(m, check) for m in seen.manifests for _, check in planned.checks(m)]
        problems = [(p.manifest or m, p) for m, check in checks for p in check(m, seen)]
    found = []
    for manifest, problem in problems:
        severity = problem.severity or judge.severity
        assert severity in SEVERITIES, severity
        assert problem.message and not problem.message.endswith("."), problem.message
        assert problem.fix and problem.fix[0] not in " .," and not problem.fix.endswith("."), (
            problem.message,
            problem.fix,
        )
        assert isinstance(problem.path, tuple), problem.path
        found.append(Found(severity, pointer(problem.path), str(manifest.id), problem.message))
    return sorted(found, key=lambda f: (f.object, f.path, f.severity, f.message))


@lru_cache(maxsize=1)
def conformity() -> Conformity:
    return Conformity()


def refused(seen: Cluster) -> list[str]:
    """What the bundled schemas refuse of a cluster's objects."""
    return [
        f"{manifest.id} {pointer(problem.path)}: {problem.message} [{rule}]"
        for manifest, problem, rule in conformity()(seen)
        if (problem.severity or "error") == "error"
    ]
