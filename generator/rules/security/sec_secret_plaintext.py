"""secret in the clear

Why: Whoever reads the repository has it, for ever: git keeps it after it is removed.
Source: https://kubernetes.io/docs/concepts/security/secrets-good-practices/. Judged by names such as PASSWORD and by
the forms of well-known tokens; encrypted values (sops) pass.
Bad:
    apiVersion: v1
    kind: Secret
    metadata: {name: db, namespace: shop}
    stringData: {password: hunter22}
Bad (variable):
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - {name: web, image: "web:1", env: [{name: DB_PASSWORD, value: hunter22}]}
Bad (ConfigMap):
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: db, namespace: shop}
    data: {url: "postgres://app:hunter22@db/shop"}
Good:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - name: web
              image: "web:1"
              env: [{name: DB_PASSWORD_FILE, value: /run/db}, {name: TOKEN, value: $(OTHER)}]
Good (encrypted):
    apiVersion: v1
    kind: Secret
    metadata: {name: db, namespace: shop}
    stringData: {password: "ENC[AES256_GCM,data:abc,type:str]"}
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.facts import kinds
from generator.facts.cluster import Cluster, kind_name, mapping, rows
from generator.facts.fields import entries, text
from generator.facts.secret_text import form, literal, secret_name
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.SECRET, kinds.CONFIG_MAP, *kinds.WORKLOADS)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    kind = kind_name(manifest)
    if kind == kinds.SECRET:
        yield from _secret(manifest)
    elif kind == kinds.CONFIG_MAP:
        for key, value in mapping(manifest.body, "data").items():
            yield from _judge(str(key), value, ("data", key))
    template = cluster.template(manifest)
    for path, container in template.containers(init=True) if template else ():
        for n, row in entries(container, "env"):
            yield from _judge(text(row, "name"), row.get("value"), (*path, "env", n, "value"))
        for field in ("command", "args"):
            for n, word in enumerate(rows(container, field)):
                if isinstance(word, str):
                    flag, _, value = word.lstrip("-").partition("=")
                    yield from _judge(flag if word.startswith("-") else "", value or word, (*path, field, n))


def _secret(manifest: Manifest) -> Iterator[Problem]:
    if mapping(manifest.body, "sops"):
        return
    for field in ("stringData", "data"):
        held = mapping(manifest.body, field)
        if any(isinstance(value, str) and value and not value.startswith("ENC[") for value in held.values()):
            fix = "let an ExternalSecret or a SealedSecret make it, and replace what it held: it is known now"
            yield Problem("the Secret holds its values in the clear", (field,), fix=fix, at_key=True)


def _judge(name: str, value: Any, path: Path) -> Iterator[Problem]:
    if not isinstance(value, str):
        return
    what = form(value)
    if what:
        fix = "move it into a Secret that is not in the repository, and replace it: it is known now"
        yield Problem(f"`{name or 'the value'}` holds {what}", path, fix=fix)
    elif name and secret_name(name) and literal(value):
        yield Problem(f"`{name}` looks like a secret in the clear", path, fix="take it from a Secret with secretKeyRef")
