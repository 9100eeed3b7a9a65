"""Job of a ScaledJob in an injected namespace

Why: A sidecar that is an ordinary container keeps running after the work is done, so the Job never ends and the
maximum of jobs is soon reached. Native sidecars end with it.
Source: https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/ (native sidecars, default since 1.27).
Settings:
    products: {istio: "1.24"}
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledJob
    metadata: {name: web, namespace: shop}
    spec:
      jobTargetRef:
        template:
          spec:
            restartPolicy: Never
            containers: [{name: app, image: "shop/job:1.4"}]
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, lagThreshold: "10"}
    ---
    apiVersion: v1
    kind: Namespace
    metadata: {name: shop, labels: {istio-injection: enabled}}
Good:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledJob
    metadata: {name: web, namespace: shop}
    spec:
      jobTargetRef:
        template:
          metadata: {labels: {sidecar.istio.io/inject: "false"}}
          spec:
            restartPolicy: Never
            containers: [{name: app, image: "shop/job:1.4"}]
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, lagThreshold: "10"}
    ---
    apiVersion: v1
    kind: Namespace
    metadata: {name: shop, labels: {istio-injection: enabled}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "warning"
DEFAULT = False
KINDS = (kinds.SCALED_JOB,)
_NATIVE = (1, 27)
_INJECT = "sidecar.istio.io/inject"
_NATIVE_ANNOTATION = "sidecar.istio.io/nativeSidecar"


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    namespace = cluster.get(kinds.NAMESPACE, "", manifest.id.namespace)
    template = cluster.template(manifest)
    if namespace is None or template is None or cluster.version("istio") >= _NATIVE:
        return
    labels = mapping(namespace.body, "metadata", "labels")
    notes = mapping(manifest.body, *template.path, "metadata", "annotations")
    injected = labels.get("istio-injection") == "enabled" or "istio.io/rev" in labels
    refused = "false" in (template.labels.get(_INJECT), notes.get(_INJECT))
    if injected and not refused and notes.get(_NATIVE_ANNOTATION) != "true":
        yield Problem(
            f"the sidecar of Istio {cluster.assumed('istio')} (assumed) keeps the Job running when its work is done",
            (*template.path, "metadata"),
            fix=f'label the pods {_INJECT}: "false", or annotate them {_NATIVE_ANNOTATION}: "true"',
            related=(Place("the namespace is injected", namespace, ("metadata", "labels")),),
        )
