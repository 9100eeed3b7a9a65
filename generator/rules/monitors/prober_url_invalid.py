"""prober of a Probe that is no host, or that has nothing to probe

Why: The operator takes the prober as `host` or `host:port`, with the scheme and the path in fields of their own, and
it asks for targets; it refuses a Probe without either, and says so only in its log and an event.
Source: prometheus-operator pkg/prometheus/resource_selector.go, checkProbe and validateProberURL.
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: Probe
    metadata: {name: site, namespace: shop}
    spec:
      prober: {url: "http://blackbox-exporter:9115"}
      targets: {staticConfig: {static: ["https://shop.example.com"]}}
Bad (nothing to probe):
    apiVersion: monitoring.coreos.com/v1
    kind: Probe
    metadata: {name: site, namespace: shop}
    spec:
      prober: {url: "blackbox-exporter:9115"}
      targets: {}
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: Probe
    metadata: {name: site, namespace: shop}
    spec:
      prober: {url: "blackbox-exporter.monitoring.svc:9115", path: /probe}
      targets: {staticConfig: {static: ["https://shop.example.com"]}}
Good (of Ingresses):
    apiVersion: monitoring.coreos.com/v1
    kind: Probe
    metadata: {name: site, namespace: shop}
    spec:
      prober: {url: 10.0.0.9, scheme: https}
      targets: {ingress: {selector: {}}}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, get, mapping
from generator.facts.fields import text
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.PROBE,)
_HOST = re.compile(r"(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?\.)*[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?\.?")
_SCHEME = re.compile(r"https?://")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    url = text(manifest.body, "spec", "prober", "url")
    if url and not _accepted(url):
        bare = _SCHEME.sub("", url).partition("/")[0]
        meant = f": `{bare}`" if bare != url and _accepted(bare) else ""
        yield Problem(
            f"the prober `{url}` is no host or host:port",
            ("spec", "prober", "url"),
            fix=f"give host and port alone{meant}, with the rest in prober.scheme and prober.path",
        )
    targets = mapping(manifest.body, "spec", "targets")
    if get(targets, "staticConfig") is None and get(targets, "ingress") is None:
        place = ("spec", "targets") if get(manifest.body, "spec", "targets") is not None else ("spec",)
        yield Problem("the Probe has nothing to probe", place, fix="give targets.staticConfig or targets.ingress")


def _accepted(url: str) -> bool:
    """Whether the operator takes a prober; what stands behind a second colon it does not look at."""
    host, *rest = url.split(":")
    port = rest[0] if rest else "1"
    return _HOST.fullmatch(host) is not None and port.isdecimal() and 0 < int(port[:6]) <= 65535
