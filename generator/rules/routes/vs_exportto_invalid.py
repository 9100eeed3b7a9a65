"""exportTo that contradicts itself

Why: istiod refuses doubled entries and `*` beside others; a namespace that does not exist gets nothing.
Source: istio pkg/config/validation/validation.go, validateExportTo.
Bad:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      exportTo: ["*", edge]
      http:
        - route: [{destination: {host: api}}]
Bad (the same namespace twice):
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api, namespace: shop}
    spec:
      host: api
      exportTo: [".", shop]
Bad (misspelt namespace):
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      exportTo: [".", backofice]
      http:
        - route: [{destination: {host: api}}]
    ---
    apiVersion: v1
    kind: Namespace
    metadata: {name: backoffice}
Good:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      exportTo: [".", edge]
      http:
        - route: [{destination: {host: api}}]
    ---
    apiVersion: v1
    kind: Namespace
    metadata: {name: edge}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, rows
from generator.facts.grammar import label_fault
from generator.facts.suggest import slip
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (
    kinds.VIRTUAL_SERVICE,
    kinds.DESTINATION_RULE,
    kinds.SERVICE_ENTRY,
)
NEEDS = ("exportTo",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    wanted = [item for item in rows(manifest.body, "spec", "exportTo") if isinstance(item, str)]
    seen: set[str] = set()
    for n, item in enumerate(wanted):
        path = ("spec", "exportTo", n)
        space = manifest.id.namespace if item == "." else item
        if space in seen:
            yield Problem(f"exportTo names {space} twice", path, fix="remove one of them")
        elif item in ("*", "~") and len(wanted) > 1:
            whom = "everybody" if item == "*" else "nobody"
            yield Problem(f"`{item}` exports to {whom} and stands beside others", path, fix="keep one or the other")
        elif item == "~" and manifest.id.kind != "ServiceEntry":
            yield Problem("`~` is only for ServiceEntries", path, fix="write `.`")
        elif item not in (".", "*", "~"):
            yield from _namespace(item, cluster, path)
        seen.add(space)


def _namespace(name: str, cluster: Cluster, path: tuple[str | int, ...]) -> Iterator[Problem]:
    if label_fault(name):
        yield Problem(f"`{name}` is no name of a namespace", path, fix="write a namespace, `.` or `*`")
        return
    close = "" if name in cluster.namespaces else slip(name, cluster.namespaces)
    if close:
        yield Problem(
            f"there is no namespace `{name}`, did you mean `{close}`?", path, fix=f"write {close}", severity="warning"
        )
