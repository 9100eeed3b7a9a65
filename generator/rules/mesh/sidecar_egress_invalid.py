"""egress list that Istio refuses or half ignores

Why: Hosts are `namespace/name`; a listener without a port takes what is left, so it is the last and the only one.
Source: istio pkg/config/validation/validation.go, ValidateSidecar.
Bad:
    apiVersion: networking.istio.io/v1
    kind: Sidecar
    metadata: {name: default, namespace: shop}
    spec: {egress: [{hosts: [reviews]}]}
Bad (the listener for the rest comes first):
    apiVersion: networking.istio.io/v1
    kind: Sidecar
    metadata: {name: default, namespace: shop}
    spec:
      egress:
        - hosts: ["./*"]
        - port: {name: http, number: 9080, protocol: HTTP}
          hosts: ["prod/*"]
Good:
    apiVersion: networking.istio.io/v1
    kind: Sidecar
    metadata: {name: default, namespace: shop}
    spec:
      egress:
        - port: {name: http, number: 9080, protocol: HTTP}
          hosts: ["prod/*.example.com"]
        - hosts: ["./*", "istio-system/*"]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, rows
from generator.facts.fields import entries
from generator.facts.grammar import label_fault, subdomain_fault
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.SIDECAR,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    listeners = list(entries(manifest.body, "spec", "egress"))
    open_ended = [n for n, row in listeners if row.get("port") is None]
    for n in open_ended:
        if n != listeners[-1][0]:
            yield Problem(
                "a listener without a port must be the last, and the only one",
                ("spec", "egress", n),
                fix="move it to the end" if len(open_ended) == 1 else "put all its hosts into the last one",
            )
    for n, row in listeners:
        hosts = [host for host in rows(row, "hosts") if isinstance(host, str)]
        if not hosts:
            yield Problem("the listener has no host", ("spec", "egress", n), fix="name hosts such as ./*")
        yield from _hosts(hosts, ("spec", "egress", n, "hosts"), manifest.id.namespace)


def _hosts(hosts: list[str], path: Path, namespace: str) -> Iterator[Problem]:
    seen: set[tuple[str, str]] = set()
    for n, host in enumerate(hosts):
        space, slash, name = host.partition("/")
        wrong = _fault(space, name) if slash else "it is not of the form namespace/name"
        if wrong:
            yield Problem(f"host `{host}` is refused: {wrong}", (*path, n), fix="write namespace/name, e.g. ./*")
            continue
        key = (namespace if space == "." else space, name)
        if key in seen or (name != "*" and (key[0], "*") in seen):
            yield Problem(f"host `{host}` is in the list already", (*path, n), fix="remove it", severity="warning")
        elif host == "*/*" and len(hosts) > 1:
            yield Problem("`*/*` takes in every host of the list", (*path, n), fix="keep it alone", severity="warning")
        seen.add(key)


def _fault(space: str, name: str) -> str:
    if not space or not name:
        return "namespace or name is empty"
    if space not in ("*", ".", "~") and label_fault(space):
        return f"`{space}` is no namespace"
    if name == "*":
        return ""
    plain = name.removeprefix("*.")
    if "*" in plain:
        return "only a whole first label may be a wildcard"
    if "." not in name:
        return f"`{name}` is a short name"
    return subdomain_fault(plain)
