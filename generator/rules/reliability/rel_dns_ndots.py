"""names outside that are asked for several times

Why: With the usual ndots of 5 a name such as `api.example.com` is first looked up in every search domain of the
cluster.
Source: https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#pod-dns-config. Hosts are read from
the variables of the pod.
Bad:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - {name: web, image: "web:1", env: [{name: PAY_URL, value: "https://api.pay.example.com/v1"}]}
Good:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          dnsConfig: {options: [{name: ndots, value: "2"}]}
          containers:
            - {name: web, image: "web:1", env: [{name: PAY_URL, value: "https://api.pay.example.com/v1"}]}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.addresses import is_ip
from generator.facts.cluster import Cluster
from generator.facts.fields import entries, text
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "info"
DEFAULT = False
KINDS = kinds.WORKLOADS
NEEDS = ("env",)

_HOST = re.compile(r"[a-z][a-z0-9+.-]*://(?:[^@/\s]*@)?([A-Za-z0-9.-]+)")
_INSIDE = ("svc", "local", "localhost", "internal")
"""Last parts of names that no public server answers."""
_NDOTS = 5


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    set_ = [text(row, "name") for _, row in entries(template.spec, "dnsConfig", "options")] if template else []
    for path, container in template.containers() if template and "ndots" not in set_ else ():
        for n, row in entries(container, "env"):
            host = next((h for h in _HOST.findall(text(row, "value")) if _outside(cluster, h)), "")
            if host:
                fix = "set ndots to 2 in dnsConfig, or end the name with a dot"
                yield Problem(f"`{host}` is looked up in the cluster first", (*path, "env", n, "value"), fix=fix)
                return


def _outside(cluster: Cluster, host: str) -> bool:
    parts = host.split(".")
    if not 1 < len(parts) <= _NDOTS or is_ip(host) or parts[-1] in _INSIDE or len(parts[-1]) < 2:
        return False
    return "svc" not in parts and not (len(parts) == 2 and parts[1] in cluster.namespaces)
