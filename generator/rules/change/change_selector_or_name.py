"""port or Service that changed its name while somebody still asks for the old one

Why: Before, requests arrived; after this change the unchanged Ingress or route leads nowhere.
Source: https://kubernetes.io/docs/concepts/services-networking/ingress/#the-ingress-resource and
https://gateway-api.sigs.k8s.io/reference/spec/#backendref. Monitors, VirtualServices, selectors and KEDA formulas that
no longer fit have rules of their own.
Before:
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec: {selector: {app: web}, ports: [{name: http, port: 80}]}
    ---
    apiVersion: networking.k8s.io/v1
    kind: Ingress
    metadata: {name: web, namespace: shop}
    spec: {defaultBackend: {service: {name: web, port: {name: http}}}}
Bad:
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec: {selector: {app: web}, ports: [{name: web, port: 80}]}
    ---
    apiVersion: networking.k8s.io/v1
    kind: Ingress
    metadata: {name: web, namespace: shop}
    spec: {defaultBackend: {service: {name: web, port: {name: http}}}}
Bad (another Service):
    apiVersion: v1
    kind: Service
    metadata: {name: web-v2, namespace: shop}
    spec: {selector: {app: web}, ports: [{name: http, port: 80}]}
    ---
    apiVersion: networking.k8s.io/v1
    kind: Ingress
    metadata: {name: web, namespace: shop}
    spec: {defaultBackend: {service: {name: web, port: {name: http}}}}
Good:
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec: {selector: {app: web}, ports: [{name: web, port: 80}]}
    ---
    apiVersion: networking.k8s.io/v1
    kind: Ingress
    metadata: {name: web, namespace: shop}
    spec: {defaultBackend: {service: {name: web, port: {name: web}}}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.backends import INGRESS, ROUTES, Backend, backends, kind_of, resolves
from generator.facts.cluster import Cluster
from generator.facts.services import ports
from generator.facts.suggest import did_you_mean
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (INGRESS, *ROUTES)
FLEET = True


def check(cluster: Cluster) -> Iterator[Problem]:
    before = cluster.previous
    if before is None:
        return
    worked = {_asked(one) for one in backends(before) if resolves(before, one)}
    for one in backends(cluster):
        if _asked(one) not in worked or resolves(cluster, one):
            continue
        service = cluster.get(kinds.SERVICE, one.namespace, one.service)
        if service is None:
            yield _service_gone(cluster, one)
        else:
            yield _port_gone(service, one)


def _asked(one: Backend) -> tuple[object, ...]:
    return one.manifest.id, one.namespace, one.service, one.port


def _service_gone(cluster: Cluster, one: Backend) -> Problem:
    known = [s.id.name for s in cluster.all(kinds.SERVICE) if s.id.namespace == one.namespace]
    return Problem(
        f"{kind_of(one)} `{one.manifest.id.name}` asks for Service `{one.service}`, which this change removes"
        f"{did_you_mean(one.service, known)}",
        one.path,
        fix="name the Service there is now, or keep the old one",
        manifest=one.manifest,
    )


def _port_gone(service: Manifest, one: Backend) -> Problem:
    known = [str(each.name if isinstance(one.port, str) else each.port) for each in ports(service)]
    has = f", which now has {', '.join(known)}" if known else ""
    return Problem(
        f"{kind_of(one)} `{one.manifest.id.name}` asks for port `{one.port}` of Service `{one.service}`{has}",
        one.port_path,
        fix="name the port there is now, or keep the old one",
        manifest=one.manifest,
        related=(Place("its ports", service, ("spec", "ports")),),
    )
