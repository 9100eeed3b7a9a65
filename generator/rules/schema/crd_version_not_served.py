"""version of a custom resource that the operator serves only when asked to

Why: Without its conversion webhook prometheus-operator does not serve AlertmanagerConfig v1beta1: the sync ends with
"no matches for kind".
Source: https://prometheus-operator.dev/docs/platform/webhook/ (the default definitions hold v1alpha1 alone). Versions
that a CRD among the manifests, or a bundled one, does not serve are told by wrong-group-for-kind.
Bad (the definition leaves it out):
    apiVersion: monitoring.coreos.com/v1beta1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec: {receivers: [{name: team}], route: {receiver: team}}
    ---
    apiVersion: apiextensions.k8s.io/v1
    kind: CustomResourceDefinition
    metadata: {name: alertmanagerconfigs.monitoring.coreos.com}
    spec:
      group: monitoring.coreos.com
      scope: Namespaced
      names: {kind: AlertmanagerConfig, plural: alertmanagerconfigs}
      versions: [{name: v1alpha1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]
Good:
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec: {receivers: [{name: team}], route: {receiver: team}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.definitions import served
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
OBJECTS = True
INSTEAD = True
KINDS = (kinds.ALERTMANAGER_CONFIG,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    if manifest.version != "v1beta1":
        return
    known = served(cluster).get((manifest.id.group, manifest.id.kind))
    if known is None:
        yield Problem(
            "v1beta1 is served only where the operator's conversion webhook is installed, and no CRD here tells",
            ("apiVersion",),
            fix="write monitoring.coreos.com/v1alpha1, or give the CRD as well",
            severity="unverifiable",
        )
    elif "v1beta1" not in known:
        yield Problem(
            "the CRD here does not serve v1beta1: it needs the operator's conversion webhook",
            ("apiVersion",),
            fix="write monitoring.coreos.com/v1alpha1, or install the CRD of the webhook",
        )
