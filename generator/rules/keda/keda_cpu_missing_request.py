"""cpu or memory trigger on a container without a request

Why: Use is measured against the request, so the HPA computes nothing. KEDA's webhook refuses it (also for
AverageValue), but skips the check on a dry run.
Source: kedacore/keda apis/keda/v1alpha1/scaledobject_webhook.go, verifyCPUMemoryScalers.
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      minReplicaCount: 1
      triggers:
        - type: cpu
          metricType: Utilization
          metadata: {value: "70"}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - {name: app, image: "shop/web:1.4", resources: {requests: {cpu: 100m}}}
            - {name: sidecar, image: "shop/proxy:2.0"}
Good:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      minReplicaCount: 1
      triggers:
        - type: cpu
          metricType: Utilization
          metadata: {value: "70"}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - {name: app, image: "shop/web:1.4", resources: {requests: {cpu: 100m}}}
            - {name: sidecar, image: "shop/proxy:2.0", resources: {limits: {cpu: 50m}}}
Good (one container counts):
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      minReplicaCount: 1
      triggers:
        - type: memory
          metricType: Utilization
          metadata: {value: "80", containerName: app}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - {name: app, image: "shop/web:1.4", resources: {requests: {memory: 128Mi}}}
            - {name: sidecar, image: "shop/proxy:2.0"}
Good (a LimitRange gives it):
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      minReplicaCount: 1
      triggers:
        - type: cpu
          metricType: Utilization
          metadata: {value: "70"}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - {name: app, image: "shop/web:1.4"}
    ---
    apiVersion: v1
    kind: LimitRange
    metadata: {name: defaults, namespace: shop}
    spec:
      limits:
        - {type: Container, defaultRequest: {cpu: 50m}}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from generator.facts import kinds
from generator.facts.cluster import Cluster, get, kind_name, mapping
from generator.facts.fields import entries
from generator.facts.scaled_object import Trigger, pods, triggers
from generator.model import Manifest
from generator.quantity import parse
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.SCALED_OBJECT,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = pods(cluster, manifest)
    if template is None:
        return
    told = set()
    watched = kind_name(template.manifest) in (kinds.DEPLOYMENT, kinds.STATEFUL_SET)
    for trigger in triggers(manifest):
        # The webhook looks at Deployments and StatefulSets alone, and an amount for each pod needs no request.
        if not watched and trigger.metric_type == "AverageValue":
            continue
        only = trigger.metadata.get("containerName", "")
        if not trigger.is_resource or _given_to_all(cluster, trigger, template.spec, only):
            continue
        for path, container in template.containers():
            if only and container.get("name") != only or _given(mapping(container, "resources"), trigger.type):
                continue
            if (path, trigger.type) in told:
                continue
            told.add((path, trigger.type))
            name = container.get("name")
            yield Problem(
                f"container `{name}` has no {trigger.type} request, and a {trigger.type} trigger measures against it",
                (*path, "resources") if "resources" in container else path,
                fix=f"set resources.requests.{trigger.type}, or name one container in the trigger's containerName",
                manifest=template.manifest,
                related=(Place(f"the {trigger.label}", manifest, trigger.path),),
            )


def _given_to_all(cluster: Cluster, trigger: Trigger, pod: Mapping[str, Any], only: str) -> bool:
    """Whether the pod as a whole, or a LimitRange of the namespace, gives the request."""
    if not only and _given(mapping(pod, "resources"), trigger.type):
        return True
    return any(
        row.get("type") == "Container"
        and (_positive(get(row, "defaultRequest", trigger.type)) or _positive(get(row, "default", trigger.type)))
        for limits in cluster.all("LimitRange")
        if limits.id.namespace == trigger.manifest.id.namespace
        for _, row in entries(limits.body, "spec", "limits")
    )


def _given(resources: Mapping[str, Any], name: str) -> bool:
    return _positive(get(resources, "requests", name)) or _positive(get(resources, "limits", name))


def _positive(quantity: Any) -> bool:
    if not isinstance(quantity, str | int) or isinstance(quantity, bool):
        return False
    try:
        return parse(str(quantity)) > Decimal(0)
    except ValueError:
        return True
