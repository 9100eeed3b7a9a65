"""trigger whose source the mesh closes to KEDA's operator

Why: KEDA's operator reads the trigger's source itself. Without a sidecar it has no mesh certificate: a port under
STRICT resets it, and a policy that asks who calls admits nobody. The workload then never scales.
Source: https://keda.sh/docs/latest/integrations/istio-integration/ and
https://istio.io/latest/docs/concepts/security/#mutual-tls-authentication; the operator is taken to run in `keda`.
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: worker, namespace: shop}
    spec:
      scaleTargetRef: {name: worker}
      triggers:
        - type: rabbitmq
          metadata: {host: "http://rabbit.shop.svc.cluster.local:15672", protocol: http, queueName: jobs,
                     mode: QueueLength, value: "20"}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: rabbit, namespace: shop}
    spec: {selector: {app: rabbit}, ports: [{name: http-management, port: 15672}]}
    ---
    apiVersion: apps/v1
    kind: StatefulSet
    metadata: {name: rabbit, namespace: shop}
    spec:
      serviceName: rabbit
      selector: {matchLabels: {app: rabbit}}
      template:
        metadata: {labels: {app: rabbit, sidecar.istio.io/inject: "true"}}
        spec: {containers: [{name: rabbit, image: "rabbit:4"}]}
    ---
    apiVersion: security.istio.io/v1
    kind: PeerAuthentication
    metadata: {name: default, namespace: shop}
    spec: {mtls: {mode: STRICT}}
    ---
    apiVersion: v1
    kind: Namespace
    metadata: {name: keda}
Good (permissive port):
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: worker, namespace: shop}
    spec:
      scaleTargetRef: {name: worker}
      triggers:
        - type: rabbitmq
          metadata: {host: "http://rabbit.shop.svc.cluster.local:15672", protocol: http, queueName: jobs,
                     mode: QueueLength, value: "20"}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: rabbit, namespace: shop}
    spec: {selector: {app: rabbit}, ports: [{name: http-management, port: 15672}]}
    ---
    apiVersion: apps/v1
    kind: StatefulSet
    metadata: {name: rabbit, namespace: shop}
    spec:
      serviceName: rabbit
      selector: {matchLabels: {app: rabbit}}
      template:
        metadata: {labels: {app: rabbit, sidecar.istio.io/inject: "true"}}
        spec: {containers: [{name: rabbit, image: "rabbit:4"}]}
    ---
    apiVersion: security.istio.io/v1
    kind: PeerAuthentication
    metadata: {name: rabbit, namespace: shop}
    spec:
      selector: {matchLabels: {app: rabbit}}
      mtls: {mode: STRICT}
      portLevelMtls: {"15672": {mode: PERMISSIVE}}
    ---
    apiVersion: v1
    kind: Namespace
    metadata: {name: keda}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.admission import Client, Request, refusing, trust_domain
from generator.facts.cluster import Cluster, PodTemplate
from generator.facts.cluster_hosts import addresses
from generator.facts.mutual_tls import STRICT, mode
from generator.facts.outsiders import keda
from generator.facts.scaled_object import SCALED, Trigger, triggers
from generator.facts.services import pod_port
from generator.facts.sidecars import captured, injected
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = SCALED


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for trigger in triggers(manifest):
        for name, value in sorted(trigger.metadata.items()):
            for address in addresses(cluster, value):
                port = address.port
                for template in cluster.behind(address.service) if port is not None else ():
                    number = pod_port(template, port) if port is not None else None
                    found = _refused(cluster, trigger, name, template, number) if number is not None else None
                    if found is not None:
                        yield found
                        break


def _refused(cluster: Cluster, trigger: Trigger, name: str, template: PodTemplate, port: int) -> Problem | None:
    if injected(cluster, template) is not True or not captured(template, port):
        return None
    client = keda(cluster)
    who = Client(client.namespace, client.account, trust_domain(cluster), anonymous=not client.in_mesh)
    pods = f"port {port} of {template.manifest.id.kind} `{template.manifest.id.name}`"
    server = mode(cluster, template, port)
    if not client.in_mesh and server.name == STRICT:
        message = f"{pods} takes mutual TLS only, and KEDA's operator has no certificate of the mesh"
        related = (Place("mutual TLS only", server.policy, ("spec",)),) if server.policy else ()
        fix = "set PERMISSIVE for this port (portLevelMtls), or give KEDA's operator a sidecar"
    else:
        policies = refusing(cluster, template, who, Request(port))
        if not policies:
            return None
        message = f"no policy admits KEDA's operator ({client.namespace}/{client.account}) to {pods}"
        related = (Place("a policy in force", policies[0], ("spec",)),)
        fix = "admit it in an AuthorizationPolicy; without a sidecar only by port"
    # Where KEDA's namespace is not here it may well be in the mesh.
    unsure = client.in_mesh is None
    message += ", unless it is in the mesh" if unsure else ""
    return Problem(message, trigger.parameter(name), fix=fix, severity="warning" if unsure else "", related=related)
