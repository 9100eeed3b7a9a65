"""patch of an EnvoyFilter that is refused or never applied

Why: istiod refuses patches without a target, an operation or a value, and matches on another kind of object than the
patch is for; some operations are ignored where they stand.
Source: istio pkg/config/validation/envoyfilter/envoyfilter.go, validateEnvoyFilter;
https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-Patch-Operation
Bad:
    apiVersion: networking.istio.io/v1alpha3
    kind: EnvoyFilter
    metadata: {name: lua, namespace: shop}
    spec:
      configPatches:
        - applyTo: HTTP_FILTER
          match: {context: SIDECAR_INBOUND, cluster: {service: web.shop.svc.cluster.local}}
          patch: {operation: INSERT_BEFORE, value: {name: envoy.filters.http.lua}}
Bad (nothing to do):
    apiVersion: networking.istio.io/v1alpha3
    kind: EnvoyFilter
    metadata: {name: lua, namespace: shop}
    spec:
      configPatches:
        - applyTo: CLUSTER
          patch: {operation: MERGE}
        - patch: {operation: REMOVE}
        - applyTo: CLUSTER
Bad (ignored):
    apiVersion: networking.istio.io/v1alpha3
    kind: EnvoyFilter
    metadata: {name: routes, namespace: shop}
    spec:
      configPatches:
        - applyTo: ROUTE_CONFIGURATION
          patch: {operation: ADD, value: {request_headers_to_remove: [x-debug]}}
Bad (a filter without a name):
    apiVersion: networking.istio.io/v1alpha3
    kind: EnvoyFilter
    metadata: {name: lua, namespace: shop}
    spec:
      configPatches:
        - applyTo: NETWORK_FILTER
          match:
            proxy: {proxyVersion: "^1[.]2(?!9)"}
            listener: {filterChain: {filter: {subFilter: {name: envoy.filters.http.router}}}}
          patch: {operation: MERGE, value: {typed_config: {}}}
Good:
    apiVersion: networking.istio.io/v1alpha3
    kind: EnvoyFilter
    metadata: {name: lua, namespace: shop}
    spec:
      configPatches:
        - applyTo: HTTP_FILTER
          match:
            context: SIDECAR_INBOUND
            proxy: {proxyVersion: '^1[.]2[0-9].*'}
            listener:
              filterChain:
                filter:
                  name: envoy.filters.network.http_connection_manager
                  subFilter: {name: envoy.filters.http.router}
          patch: {operation: INSERT_BEFORE, value: {name: envoy.filters.http.lua}}
        - applyTo: CLUSTER
          match: {cluster: {service: web.shop.svc.cluster.local}}
          patch: {operation: REMOVE}
        - applyTo: BOOTSTRAP
          patch: {operation: MERGE, value: {stats_flush_interval: 5s}}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.facts.cluster import Cluster, get, mapping
from generator.facts.fields import entries, text
from generator.facts.re2 import problem
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = ("EnvoyFilter.networking.istio.io",)

_OF = {
    "LISTENER": "listener",
    "FILTER_CHAIN": "listener",
    "NETWORK_FILTER": "listener",
    "HTTP_FILTER": "listener",
    "ROUTE_CONFIGURATION": "routeConfiguration",
    "VIRTUAL_HOST": "routeConfiguration",
    "HTTP_ROUTE": "routeConfiguration",
    "CLUSTER": "cluster",
}
"""Which match fits what a patch is for."""

_MATCHES = ("listener", "routeConfiguration", "cluster", "waypoint")
_MANAGERS = ("envoy.filters.network.http_connection_manager", "envoy.http_connection_manager")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for n, row in entries(manifest.body, "spec", "configPatches"):
        path: Path = ("spec", "configPatches", n)
        target, operation = text(row, "applyTo"), text(row, "patch", "operation")
        if target in ("", "INVALID"):
            yield Problem("the patch does not say what it is for", path, fix="add applyTo")
        if operation in ("", "INVALID"):
            yield Problem("the patch does not say what to do", path, fix="add patch.operation")
        elif operation != "REMOVE" and get(row, "patch", "value") is None:
            there = (*path, "patch")
            yield Problem(f"{operation} without a value", there, fix="add value, or write operation REMOVE")
        else:
            yield from _ignored(target, operation, (*path, "patch", "operation"))
        yield from _match(mapping(row, "match"), target, (*path, "match"))


def _ignored(target: str, operation: str, path: Path) -> Iterator[Problem]:
    if operation == "REPLACE" and target not in ("HTTP_FILTER", "NETWORK_FILTER", ""):
        fix = "write MERGE, or REMOVE and ADD"
        yield Problem(f"REPLACE is for filters and ignored for {target}", path, fix=fix, severity="warning")
    elif operation in ("ADD", "REMOVE") and target == "ROUTE_CONFIGURATION":
        yield Problem(f"{operation} is ignored for {target}", path, fix="write MERGE", severity="warning")


def _match(match: Mapping[str, Any], target: str, path: Path) -> Iterator[Problem]:
    version = text(match, "proxy", "proxyVersion")
    wrong = problem(version)
    if wrong:
        fix = "write it in RE2 syntax"
        yield Problem(f"the pattern of proxyVersion is refused: {wrong}", (*path, "proxy", "proxyVersion"), fix=fix)
    fitting = _OF.get(target)
    for field in _MATCHES if fitting else ():
        if match.get(field) is not None and field != fitting and field != "waypoint":
            message = f"a match on {field} finds nothing that {target} is for"
            yield Problem(message, (*path, field), fix=f"match on {fitting}", at_key=True)
    node = get(match, "listener", "filterChain", "filter")
    if isinstance(node, Mapping) and fitting == "listener":
        yield from _filter(node, target, (*path, "listener", "filterChain", "filter"))


def _filter(node: Mapping[str, Any], target: str, path: Path) -> Iterator[Problem]:
    name, inner = text(node, "name"), node.get("subFilter")
    if not name:
        yield Problem("the filter to match has no name", path, fix="add name")
    elif inner is not None:
        there = (*path, "subFilter")
        if target != "HTTP_FILTER":
            yield Problem(f"subFilter is for HTTP_FILTER, not for {target}", there, fix="remove it", at_key=True)
        elif name not in _MANAGERS:
            yield Problem(f"`{name}` has no HTTP filters inside", (*path, "name"), fix=f"write {_MANAGERS[0]}")
        elif not text(inner, "name"):
            yield Problem("the HTTP filter to match has no name", there, fix="add name")
    elif target in ("LISTENER", "FILTER_CHAIN"):
        message = f"the filter has no effect on a match for {target}"
        yield Problem(message, path, fix="remove it", severity="warning", at_key=True)
