"""duration that its reader cannot parse

Why: Istio, External Secrets and cert-manager read durations as Go does: hours are the largest unit, so `1d` is an
error. Istio takes whole milliseconds from one up.
Source: https://pkg.go.dev/time#ParseDuration; istio pkg/config/validation/validation.go, ValidateDuration. Retries of
Applications are told by argo-retry-backoff-invalid.
Bad:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: web, namespace: shop}
    spec: {hosts: [web], http: [{timeout: 1d, route: [{destination: {host: web}}]}]}
Bad (less than a millisecond):
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: web, namespace: shop}
    spec: {host: web, trafficPolicy: {outlierDetection: {interval: 500us}}}
Bad (refresh):
    apiVersion: external-secrets.io/v1
    kind: ExternalSecret
    metadata: {name: web, namespace: shop}
    spec:
      refreshInterval: 1d
      secretStoreRef: {name: vault, kind: ClusterSecretStore}
      data: [{secretKey: user, remoteRef: {key: web}}]
Good:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: web, namespace: shop}
    spec:
      hosts: [web]
      http:
        - {timeout: 0s, retries: {attempts: 2, perTryTimeout: 1.5s}, route: [{destination: {host: web}}]}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import duration_fields
from generator.facts.cluster import Cluster
from generator.facts.durations import MILLISECOND, nanoseconds
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = duration_fields.KINDS
NEEDS = duration_fields.FIELDS


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for path, value, istio in duration_fields.duration_fields(manifest):
        read = nanoseconds(value)
        if read is None:
            yield Problem(f"`{value}` is no duration", path, fix="write it as 30s, 5m or 1h30m; a day is 24h")
        elif istio and read and (read < MILLISECOND or read % MILLISECOND):
            yield Problem(
                f"`{value}` is not made of whole milliseconds", path, fix="write whole milliseconds, such as 5ms"
            )
