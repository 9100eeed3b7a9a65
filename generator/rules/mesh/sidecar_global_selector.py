"""Sidecar of the root namespace with a workloadSelector

Why: In the root namespace a Sidecar is the default of every namespace, and its selector only picks pods there: it does
not apply to the workloads it seems to name.
Source: https://istio.io/latest/docs/reference/config/networking/sidecar/; https://kiali.io/docs/features/validations/,
KIA1006.
Bad:
    apiVersion: networking.istio.io/v1
    kind: Sidecar
    metadata: {name: api, namespace: istio-system}
    spec: {workloadSelector: {labels: {app: api}}, egress: [{hosts: ["./*"]}]}
Good:
    apiVersion: networking.istio.io/v1
    kind: Sidecar
    metadata: {name: default, namespace: istio-system}
    spec: {egress: [{hosts: ["./*"]}]}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping
from generator.facts.istio_hosts import root_namespace
from generator.facts.selector import matches_labels
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.SIDECAR,)
NEEDS = ("workloadSelector",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    wanted = mapping(manifest.body, "spec", "workloadSelector", "labels")
    if not wanted or manifest.id.namespace != root_namespace(cluster):
        return
    if any(matches_labels(wanted, template.labels) for template in cluster.templates_in(manifest.id.namespace)):
        return
    yield Problem(
        f"in {manifest.id.namespace} the selector picks pods of that namespace only",
        ("spec", "workloadSelector"),
        fix="move the Sidecar to the namespace of its workload",
    )
