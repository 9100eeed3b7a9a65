"""$(NAME) of a variable that is set later or never

Why: References see only what was set before them; otherwise the text $(NAME) reaches the program unchanged.
Source: https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/
Bad:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers:
        - name: web
          image: "web:1"
          env: [{name: URL, value: "http://$(HOST)"}, {name: HOST, value: db}]
Bad (argument):
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers:
        - name: web
          image: "web:1"
          args: ["--port=$(PORT)"]
          env: [{name: HOST, value: db}]
Good (for the shell):
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers:
        - name: web
          image: "web:1"
          command: [sh, -c, "echo $STARTED"]
          env: [{name: STARTED, value: "$(date)"}]
Good:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers:
        - name: web
          image: "web:1"
          args: ["--url=$(URL)", "$$(HOME)", "$(date)"]
          env: [{name: HOST, value: db}, {name: URL, value: "http://$(HOST)"}]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from generator.facts import kinds
from generator.facts.cluster import Cluster, rows
from generator.facts.fields import entries, text
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = kinds.WORKLOADS
NEEDS = ("env", "command", "args")

_REFERENCE = re.compile(r"\$(\$|\(([-._a-zA-Z][-._a-zA-Z0-9]*)\))")
_SERVICE_VARIABLE = re.compile(r"[A-Z0-9_]+_(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT(_[A-Z0-9_]+)?)\Z")
"""Variables that Kubernetes itself sets for each Service."""


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    if template is None or "$(" not in cluster.words(manifest):
        return
    for path, container in template.containers(init=True):
        # What a ConfigMap or Secret adds is not known from here.
        if rows(container, "envFrom"):
            continue
        known: set[str] = set()
        every = {text(row, "name") for _, row in entries(container, "env")}
        for n, row in entries(container, "env"):
            for name in _missing(row.get("value"), known):
                # A shell has $(date) and the like of its own; variables are capitals by custom.
                if name in every or name.isupper():
                    told = "set later" if name in every else "set nowhere"
                    yield _problem(name, told, (*path, "env", n, "value"))
            known.add(text(row, "name"))
        for field in ("command", "args"):
            for n, argument in enumerate(rows(container, field)):
                for name in filter(str.isupper, _missing(argument, every)):
                    yield _problem(name, "set nowhere", (*path, field, n))


def _missing(value: Any, known: set[str]) -> Iterator[str]:
    for found in _REFERENCE.finditer(value) if isinstance(value, str) else ():
        name = found[2]
        if name and name not in known and not _SERVICE_VARIABLE.match(name):
            yield name


def _problem(name: str, told: str, path: Path) -> Problem:
    return Problem(
        f"$({name}) stays as it is: `{name}` is {told}",
        path,
        fix=f"set `{name}` before, or write $$({name}) for the text",
    )
