"""template text that nobody rendered

Why: What a chart or script should have replaced reaches the cluster as it is: an image called `{{ .Values.image }}`.
Source: https://helm.sh/docs/chart_template_guide/debugging/
Bad:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers: [{name: web, image: "{{ .Values.image }}"}]
Bad (empty value):
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop, annotations: {example.com/owner: "<no value>"}}
    spec: {selector: {app: web}, ports: [{port: 80}]}
Bad (placeholder):
    apiVersion: v1
    kind: Secret
    metadata: {name: web, namespace: shop}
    stringData: {password: CHANGEME}
Good:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers: [{name: web, image: "web:1", command: [sh, -c, "echo ${HOME}"]}]
    ---
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules: [{alert: Down, expr: up == 0, annotations: {summary: "{{ $labels.instance }} is down"}}]
    ---
    apiVersion: external-secrets.io/v1
    kind: ExternalSecret
    metadata: {name: web, namespace: shop}
    spec:
      target: {template: {data: {url: "https://{{ .user }}@example.com"}}}
      secretStoreRef: {name: vault, kind: ClusterSecretStore}
      data: [{secretKey: user, remoteRef: {key: web}}]
Good (a scaler's own template):
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: activemq
          metadata: {targetQueueSize: "10", restAPITemplate: "http://{{.ManagementEndpoint}}/{{.DestinationName}}"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.cluster import Cluster
from generator.facts.residue import found_in
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = ("*",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for path, shown, severity in found_in(manifest, cluster):
        yield Problem(
            f"`{shown}` looks like template text that nobody rendered",
            path,
            fix="render it, or write the value meant",
            severity=severity,
        )
