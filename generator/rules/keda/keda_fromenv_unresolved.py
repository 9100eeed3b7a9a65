"""parameter from an environment variable that the container does not have

Why: KEDA reads the variable from the target's container; where there is none the parameter is empty and the scaler
fails at run time. Variables from fieldRef and resourceFieldRef are skipped too.
Source: kedacore/keda pkg/scaling/resolver/scale_resolvers.go, ResolveContainerEnv and resolveEnv.
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: rabbitmq
          metadata: {queueName: orders, hostFromEnv: AMQP_URI}
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
            - name: app
              image: shop/web:1.4
              env: [{name: AMQP_URL, value: "amqp://broker"}]
Good:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: rabbitmq
          metadata: {queueName: orders, hostFromEnv: AMQP_URL}
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
            - name: app
              image: shop/web:1.4
              env: [{name: AMQP_URL, value: "amqp://broker"}]
Good (a Secret that is not here may hold it):
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: rabbitmq
          metadata: {queueName: orders, hostFromEnv: AMQP_URL}
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
            - name: app
              image: shop/web:1.4
              envFrom: [{secretRef: {name: broker}}]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.facts.cluster import Cluster, PodTemplate, get, mapping
from generator.facts.fields import entries, text
from generator.facts.providers import keys_of, providers
from generator.facts.scaled_object import SCALED, environment_container, pods, triggers
from generator.facts.scalers import scaler
from generator.facts.suggest import did_you_mean
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = SCALED
_SUFFIX = "FromEnv"


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    if _SUFFIX not in cluster.words(manifest):
        return
    template = pods(cluster, manifest)
    found = environment_container(manifest, template) if template else None
    if template is None or found is None:
        return
    path, container = found
    known = _variables(cluster, template, container)
    if known is None:
        return
    for trigger in triggers(manifest):
        facts = scaler(trigger.type)
        for key, name in sorted(trigger.metadata.items()):
            if not key.endswith(_SUFFIX) or (facts and not facts.free and facts.reads(key) is None):
                continue
            if name.strip() and name.strip() not in known:
                yield Problem(
                    f"container {container.get('name')!r} of {template.manifest.id.kind} "
                    f"`{template.manifest.id.name}` sets no `{name}`{did_you_mean(name, known)}",
                    trigger.parameter(key),
                    fix="name a variable of that container, or name another container in envSourceContainerName",
                    related=(Place("its environment", template.manifest, path),),
                )


def _variables(cluster: Cluster, template: PodTemplate, container: Mapping[str, Any]) -> frozenset[str] | None:
    """The variables KEDA can read of a container; None when some come from what is not here."""
    found = set()
    for _, row in entries(container, "env"):
        source = mapping(row, "valueFrom")
        if not source.keys() & {"fieldRef", "resourceFieldRef"}:
            found.add(text(row, "name"))
    for _, row in entries(container, "envFrom"):
        kind = "ConfigMap" if "configMapRef" in row else "Secret"
        name = str(get(row, "configMapRef" if kind == "ConfigMap" else "secretRef", "name"))
        keys = keys_of(providers(cluster, kind, template.namespace, name))
        if keys is None or not providers(cluster, kind, template.namespace, name):
            return None
        found |= {text(row, "prefix") + key for key in keys}
    return frozenset(found)
