"""annotation or label that a field replaced

Why: It is ignored, or will be: the field is what counts.
Source: https://kubernetes.io/docs/reference/labels-annotations-taints/
Bad:
    apiVersion: networking.k8s.io/v1
    kind: Ingress
    metadata: {name: web, namespace: shop, annotations: {kubernetes.io/ingress.class: istio}}
    spec: {defaultBackend: {service: {name: web, port: {number: 80}}}}
Bad (node label):
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          nodeSelector: {beta.kubernetes.io/os: linux}
          containers:
            - {name: web, image: "web:1"}
Good:
    apiVersion: networking.k8s.io/v1
    kind: Ingress
    metadata: {name: web, namespace: shop}
    spec: {ingressClassName: istio, defaultBackend: {service: {name: web, port: {number: 80}}}}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.facts.cluster import Cluster, mapping
from generator.facts.labels import annotation_maps
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = ("*",)
NEEDS = ("annotations", "nodeSelector", "affinity", "topologySpreadConstraints")

_ANNOTATIONS = {
    "kubernetes.io/ingress.class": "spec.ingressClassName",
    "seccomp.security.alpha.kubernetes.io/pod": "securityContext.seccompProfile",
    "container.seccomp.security.alpha.kubernetes.io/": "securityContext.seccompProfile",
    "container.apparmor.security.beta.kubernetes.io/": "securityContext.appArmorProfile",
    "scheduler.alpha.kubernetes.io/critical-pod": "priorityClassName",
    "volume.beta.kubernetes.io/storage-class": "spec.storageClassName",
    "service.alpha.kubernetes.io/tolerate-unready-endpoints": "spec.publishNotReadyAddresses",
}
_CLASS = "kubernetes.io/ingress.class"
_NODE_LABELS = {
    "beta.kubernetes.io/arch": "kubernetes.io/arch",
    "beta.kubernetes.io/os": "kubernetes.io/os",
    "beta.kubernetes.io/instance-type": "node.kubernetes.io/instance-type",
    "failure-domain.beta.kubernetes.io/zone": "topology.kubernetes.io/zone",
    "failure-domain.beta.kubernetes.io/region": "topology.kubernetes.io/region",
}


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    words = cluster.words(manifest)
    if not ("alpha.kubernetes.io/" in words or "beta.kubernetes.io/" in words or _CLASS in words):
        return
    for path, notes in annotation_maps(manifest, cluster):
        for key in notes:
            successor = next((new for old, new in _ANNOTATIONS.items() if str(key).startswith(old)), "")
            # Google's load balancers know no IngressClass.
            if successor and not (key == _CLASS and str(notes[key]).startswith("gce")):
                yield Problem(f"annotation {key} is deprecated", (*path, key), fix=f"use {successor}", at_key=True)
    template = cluster.template(manifest)
    for key in mapping(template.spec, "nodeSelector") if template else ():
        if template is not None and key in _NODE_LABELS:
            path = (*template.path, "spec", "nodeSelector", key)
            yield Problem(f"node label {key} is deprecated", path, fix=f"use {_NODE_LABELS[key]}", at_key=True)
    if template is None:
        return
    for field in ("affinity", "topologySpreadConstraints"):
        for path, label in _keys(template.spec.get(field), (*template.path, "spec", field)):
            yield Problem(f"node label {label} is deprecated", path, fix=f"use {_NODE_LABELS[label]}")


def _keys(node: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Every old node label that affinities and spread constraints go by."""
    for key, value in enumerate(node) if isinstance(node, list) else node.items() if isinstance(node, Mapping) else ():
        if isinstance(value, str):
            if key in ("key", "topologyKey") and value in _NODE_LABELS:
                yield (*path, key), value
        else:
            yield from _keys(value, (*path, key))
