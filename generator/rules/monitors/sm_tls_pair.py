"""TLS settings that do not go together

Why: A client certificate needs its key and the other way round; a certificate given both as a file and from a
Secret is refused with the whole monitor.
Source: prometheus-operator pkg/apis/monitoring/v1/types.go, TLSConfig.Validate.
Bad (no key):
    apiVersion: monitoring.coreos.com/v1
    kind: ServiceMonitor
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      endpoints: [{port: metrics, scheme: https, tlsConfig: {certFile: /c/tls.crt}}]
Bad (twice):
    apiVersion: monitoring.coreos.com/v1
    kind: ServiceMonitor
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      endpoints: [{port: metrics, tlsConfig: {ca: {secret: {name: a, key: b}}, caFile: /c/ca.crt}}]
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: ServiceMonitor
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      endpoints: [{port: metrics, scheme: https, tlsConfig: {certFile: /c/tls.crt, keyFile: /c/tls.key}}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping
from generator.facts.scraping import endpoints
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.SERVICE_MONITOR, kinds.POD_MONITOR, kinds.PROBE, kinds.SCRAPE_CONFIG)
NEEDS = ("tlsConfig",)


_VERSIONS = {"TLS10": 0, "TLS11": 1, "TLS12": 2, "TLS13": 3}


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for endpoint in endpoints(manifest):
        tls = mapping(endpoint.body, "tlsConfig")
        path = (*endpoint.path, "tlsConfig")
        for one, file in (("ca", "caFile"), ("cert", "certFile"), ("keySecret", "keyFile")):
            if tls.get(one) and tls.get(file):
                both = f"`{one}` and `{file}` are given both"
                yield Problem(both, (*path, file), fix="keep one of them", at_key=True)
        for one in ("ca", "cert"):
            if mapping(tls, one, "secret") and mapping(tls, one, "configMap"):
                told = f"`{one}` is given from a Secret and from a ConfigMap"
                yield Problem(told, (*path, one, "configMap"), fix="keep one of them", at_key=True)
        low, high = (_VERSIONS.get(str(tls.get(field))) for field in ("minVersion", "maxVersion"))
        if low is not None and high is not None and high < low:
            yield Problem(
                f"maxVersion {tls['maxVersion']} is below minVersion {tls['minVersion']}",
                (*path, "maxVersion"),
                fix="set maxVersion to minVersion or above",
            )
        cert, key = tls.get("cert") or tls.get("certFile"), tls.get("keySecret") or tls.get("keyFile")
        if bool(cert) != bool(key):
            what, other = ("certificate", "key") if cert else ("key", "certificate")
            yield Problem(f"there is a client {what} without its {other}", path, fix=f"add the {other}")
