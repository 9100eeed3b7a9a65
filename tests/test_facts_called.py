"""Which Services a workload calls, read from what configures it."""

from __future__ import annotations

from generator.facts.called import calls
from tests.rule_examples import cluster

OBJECTS = """\
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  containers:
    - name: web
      image: web:1
      args: [--stock=stock.depot.svc:8080]
      env:
        - {name: SELF, value: "http://nobody.depot.svc"}
        - {name: ONE, valueFrom: {configMapKeyRef: {name: web, key: one}}}
  volumes: [{name: more, configMap: {name: more}}]
---
apiVersion: v1
kind: ConfigMap
metadata: {name: web, namespace: shop}
data: {one: "stock.depot.svc.cluster.local", two: "stock.depot.svc"}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: more, namespace: shop}
data: {file.yaml: "url: http://stock.depot:8080/v1"}
---
apiVersion: v1
kind: Service
metadata: {name: stock, namespace: depot}
spec: {ports: [{port: 8080}]}
"""


def test_arguments_and_the_keys_that_are_read_name_services() -> None:
    here = cluster(OBJECTS)
    assert [(call.service.id.name, call.manifest.id.name, call.path) for call in calls(here, here.templates[0])] == [
        ("stock", "web", ("spec", "containers", 0, "args", 0)),
        ("stock", "web", ("data", "one")),
        ("stock", "more", ("data", "file.yaml")),
    ]
