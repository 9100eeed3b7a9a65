"""field that prometheus-operator gives up

Why: It still works; its successor is another field, and some day only that is read.
Source: https://prometheus-operator.dev/docs/api-reference/api/ (deprecated fields). Those of ServiceMonitors and
PodMonitors are told by sm-deprecated-field.
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: Probe
    metadata: {name: web, namespace: shop}
    spec: {prober: {url: blackbox}, bearerTokenSecret: {name: web, key: token}}
Bad (image of an operated object):
    apiVersion: monitoring.coreos.com/v1
    kind: Prometheus
    metadata: {name: main, namespace: monitoring}
    spec: {baseImage: quay.io/prometheus/prometheus}
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: Prometheus
    metadata: {name: main, namespace: monitoring}
    spec: {image: "quay.io/prometheus/prometheus:v3.5.0"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.cluster import Cluster, get
from generator.facts.fields import entries
from generator.facts.selecting import ALERTMANAGER, PROMETHEUS, PROMETHEUS_AGENT, THANOS_RULER
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "info"
DEFAULT = False
KINDS = ("Probe.monitoring.coreos.com", PROMETHEUS, PROMETHEUS_AGENT, ALERTMANAGER, THANOS_RULER)

_FIELDS = {
    "bearerTokenSecret": "authorization.credentials",
    "baseImage": "image",
    "tag": "image",
    "sha": "image",
}
_REMOTE = {"bearerToken": "authorization", "bearerTokenFile": "authorization.credentialsFile"}
NEEDS = (*_FIELDS, *_REMOTE)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for field, successor in _FIELDS.items():
        if get(manifest.body, "spec", field):
            yield Problem(f"`{field}` is deprecated", ("spec", field), fix=f"use {successor}", at_key=True)
    for where in ("remoteWrite", "remoteRead"):
        for n, row in entries(manifest.body, "spec", where):
            for field, successor in _REMOTE.items():
                if row.get(field):
                    path: Path = ("spec", where, n, field)
                    yield Problem(f"`{field}` is deprecated", path, fix=f"use {successor}", at_key=True)
