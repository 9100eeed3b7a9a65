"""injection that contradicts itself or does not happen

Why: istio-injection goes before istio.io/rev, so a namespace that is to move to a revision stays on the default one.
The image `auto` stands for what injection puts in: without it the kubelet pulls an image of that name.
Source: https://istio.io/latest/docs/setup/upgrade/canary/#data-plane;
https://istio.io/latest/docs/reference/config/analysis/ist0123/ and ist0147.
Bad:
    apiVersion: v1
    kind: Namespace
    metadata: {name: shop, labels: {istio-injection: enabled, istio.io/rev: canary}}
Bad (ambient beside sidecars):
    apiVersion: v1
    kind: Namespace
    metadata: {name: shop, labels: {istio-injection: enabled, istio.io/dataplane-mode: ambient}}
Bad (a gateway that nobody injects into):
    apiVersion: v1
    kind: Namespace
    metadata: {name: edge}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: gateway, namespace: edge}
    spec:
      selector: {matchLabels: {istio: gateway}}
      template:
        metadata: {labels: {istio: gateway}, annotations: {inject.istio.io/templates: gateway}}
        spec: {containers: [{name: istio-proxy, image: auto}]}
Good:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: gateway, namespace: shop}
    spec:
      selector: {matchLabels: {istio: gateway}}
      template:
        metadata: {labels: {istio: gateway}, annotations: {inject.istio.io/templates: gateway}}
        spec: {containers: [{name: istio-proxy, image: auto}]}
    ---
    apiVersion: v1
    kind: Namespace
    metadata: {name: shop, labels: {istio.io/rev: canary}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping
from generator.facts.sidecars import INJECT, REVISION, injected
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.NAMESPACE, *kinds.WORKLOADS)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    if manifest.id.kind != "Namespace":
        yield from _automatic(manifest, cluster)
        return
    labels = mapping(manifest.body, "metadata", "labels")
    old = labels.get("istio-injection")
    if old is not None and REVISION in labels:
        yield Problem(
            f"istio-injection: {old} goes before {REVISION}: {labels[REVISION]}",
            ("metadata", "labels", "istio-injection"),
            fix="remove istio-injection",
        )
    if old == "enabled" and labels.get("istio.io/dataplane-mode") == "ambient":
        yield Problem(
            "pods with a sidecar are left out of the ambient mesh",
            ("metadata", "labels", "istio.io/dataplane-mode"),
            fix="keep one of the two labels",
        )


def _automatic(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    for path, container in template.containers(init=True) if template is not None else ():
        if container.get("image") == "auto" and template is not None and injected(cluster, template) is False:
            yield Problem(
                "nothing is injected into these pods, so no image takes the place of `auto`",
                (*path, "image"),
                fix=f'label the pods {INJECT}: "true", or the namespace for injection',
                severity="error",
            )
