"""egress list that Istio refuses or half ignores

Why: Hosts are `namespace/name`; a listener without a port takes what is left, so it is the last and the only one; one
with a port has a number, a protocol and an address that exist. A Sidecar that says nothing at all is refused.
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
Bad (nothing is said):
    apiVersion: networking.istio.io/v1
    kind: Sidecar
    metadata: {name: api, namespace: shop}
    spec: {workloadSelector: {labels: {app: api}}}
Bad (a protocol and an address that do not exist):
    apiVersion: networking.istio.io/v1
    kind: Sidecar
    metadata: {name: default, namespace: shop}
    spec:
      egress:
        - port: {name: db, number: 5432, protocol: POSTGRES}
          bind: localhost
          hosts: ["prod/*"]
Bad (a namespace that is misspelt):
    apiVersion: networking.istio.io/v1
    kind: Sidecar
    metadata: {name: default, namespace: shop}
    spec: {egress: [{hosts: ["./*", "bilings/*"]}]}
    ---
    apiVersion: v1
    kind: Namespace
    metadata: {name: billing}
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

from collections.abc import Iterator, Mapping

from generator.facts import kinds
from generator.facts.charts import charted
from generator.facts.cluster import Cluster, get, rows
from generator.facts.fields import doubled, entries, whole
from generator.facts.grammar import label_fault, subdomain_fault
from generator.facts.istio_listeners import listener_faults
from generator.facts.suggest import slip
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.SIDECAR,)

_SAID = ("egress", "ingress", "outboundTrafficPolicy", "inboundConnectionPool")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    if not any(get(manifest.body, "spec", field) not in (None, []) for field in _SAID):
        yield Problem("the Sidecar says nothing", ("spec",), fix="add egress, or remove the object")
    listeners = list(entries(manifest.body, "spec", "egress"))
    open_ended = [n for n, row in listeners if row.get("port") is None]
    for n in open_ended:
        if n != listeners[-1][0]:
            yield Problem(
                "a listener without a port must be the last, and the only one",
                ("spec", "egress", n),
                fix="move it to the end" if len(open_ended) == 1 else "put all its hosts into the last one",
            )
    for n, _, number in doubled((n, str(whole(row, "port", "number") or "")) for n, row in listeners):
        here = ("spec", "egress", n, "port", "number")
        yield Problem(f"port {number} has a listener already", here, fix="put the hosts into one listener")
    for n, row in listeners:
        hosts = [host for host in rows(row, "hosts") if isinstance(host, str)]
        if not hosts:
            yield Problem("the listener has no host", ("spec", "egress", n), fix="name hosts such as ./*")
        if isinstance(row.get("port"), Mapping):
            for where, message, fix in listener_faults(row, outbound=True):
                yield Problem(message, ("spec", "egress", n, *where), fix=fix)
        yield from _hosts(hosts, ("spec", "egress", n, "hosts"), manifest.id.namespace)
        yield from _slips(hosts, ("spec", "egress", n, "hosts"), cluster)


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


def _slips(hosts: list[str], path: Path, cluster: Cluster) -> Iterator[Problem]:
    """Namespaces that are not here may be elsewhere; only what is likely misspelt is told."""
    for n, host in enumerate(hosts):
        space = host.partition("/")[0]
        close = slip(space, cluster.namespaces) if space not in cluster.namespaces else ""
        if close and "/" in host and not charted(cluster, space):
            message = f"there is no namespace `{space}`, did you mean `{close}`?"
            yield Problem(message, (*path, n), fix=f"write {close}", severity="warning")
