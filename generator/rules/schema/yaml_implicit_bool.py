"""label, annotation or other text that YAML reads as a boolean or number

Why: Unquoted `yes`, `on`, `1.10` or `0123` are no strings to the API server, which refuses maps that want strings.
Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/ and https://yaml.org/type/bool.html
Bad:
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web, namespace: shop, labels: {canary: yes}}
Bad (kind without a schema):
    apiVersion: example.com/v1
    kind: Widget
    metadata: {name: web, namespace: shop, annotations: {example.com/version: 1.10}}
Bad (variable):
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers: [{name: web, image: "web:1", env: [{name: DEBUG, value: on}]}]
Good:
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web, namespace: shop, labels: {canary: "yes"}}
    data: {debug: "on"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds, labels
from generator.facts.cluster import Cluster, kind_name, mapping
from generator.facts.fields import entries
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "error"
INSTEAD = True
KINDS = ("*",)
NEEDS = ("labels", "annotations", "selector", "matchLabels", "nodeSelector", "data", "stringData", "env")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for path, value in _plain(manifest, cluster):
        kind = "boolean" if isinstance(value, bool) else "number"
        shown = str(value).lower() if isinstance(value, bool) else str(value)
        yield Problem(
            f"`{path[-1]}` wants text, YAML reads {shown} as a {kind}",
            path,
            fix="put the value in quotes",
        )


def _plain(manifest: Manifest, cluster: Cluster) -> Iterator[tuple[Path, bool | int | float]]:
    """Every boolean and number that must be text, whatever schema the kind has."""
    maps = [*labels.label_maps(manifest, cluster), *labels.annotation_maps(manifest, cluster)]
    if kind_name(manifest) in (kinds.CONFIG_MAP, kinds.SECRET):
        maps += [((field,), mapping(manifest.body, field)) for field in ("data", "stringData")]
    for path, found in maps:
        for key, value in found.items():
            if isinstance(value, bool | int | float):
                yield (*path, key), value
    template = cluster.template(manifest)
    for path, container in template.containers(init=True) if template else ():
        for n, row in entries(container, "env"):
            value = row.get("value")
            if isinstance(value, bool | int | float):
                yield (*path, "env", n, "value"), value
