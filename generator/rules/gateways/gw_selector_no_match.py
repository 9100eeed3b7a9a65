"""selector that picks no pod

Why: A Gateway that no proxy runs is configuration for nobody: its hosts do not answer.
Source: https://istio.io/latest/docs/reference/config/analysis/ist0101/; labels of Istio's own charts are taken as
given, since charts are rendered elsewhere.
Bad:
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: public, namespace: edge}
    spec:
      selector: {istio: ingres}
      servers: [{hosts: [api.example.com], port: {name: http, number: 80, protocol: HTTP}}]
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: gateway, namespace: edge}
    spec:
      selector: {matchLabels: {istio: ingress}}
      template:
        metadata: {labels: {istio: ingress}}
        spec: {containers: [{name: istio-proxy, image: auto}]}
Bad (Istio's chart, misspelt):
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: public, namespace: edge}
    spec:
      selector: {istio: ingressgatway}
      servers: [{hosts: [api.example.com], port: {name: http, number: 80, protocol: HTTP}}]
Good:
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: public, namespace: edge}
    spec:
      selector: {istio: ingressgateway}
      servers: [{hosts: [api.example.com], port: {name: http, number: 80, protocol: HTTP}}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.istio_gateways import CHART_LABELS, pods, selector_of
from generator.facts.suggest import slip
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.GATEWAY,)
NEEDS = ("selector",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    selector = selector_of(manifest)
    if not selector or pods(cluster, manifest):
        return
    # Charts give every gateway these labels, so one of them is enough to know it.
    charted = any(value in CHART_LABELS.get(key, ()) for key, value in selector)
    text = ", ".join(f"{key}: {value}" for key, value in selector)
    for key, value in selector:
        given = CHART_LABELS.get(key, frozenset())
        known = set() if charted else {str(t.labels[key]) for t in cluster.templates if key in t.labels}
        close = "" if value in given else slip(value, known | given)
        if close:
            yield Problem(
                f"no pod has {text}, did you mean `{key}: {close}`?",
                ("spec", "selector", key),
                fix=f"write {key}: {close}",
            )
            return
    if charted:
        return
    yield Problem(
        f"no pod here has {text}",
        ("spec", "selector"),
        fix="write the labels of the gateway's pods",
        severity="unverifiable",
    )
