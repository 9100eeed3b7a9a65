"""labels to group by that exclude each other

Why: `...` groups by every label and cannot stand beside others, and a label may be named once; the configuration is
refused otherwise.
Source: alertmanager config/config.go, Route.UnmarshalYAML.
Bad:
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route: {receiver: team, groupBy: ["...", job]}
      receivers:
        - name: team
          webhookConfigs: [{url: "https://hooks.example.com"}]
Bad (no schema: twice):
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route: {receiver: team, groupBy: [job, job]}
      receivers:
        - name: team
          webhookConfigs: [{url: "https://hooks.example.com"}]
Good:
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route: {receiver: team, groupBy: [job, alertname]}
      receivers:
        - name: team
          webhookConfigs: [{url: "https://hooks.example.com"}]
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.alertmanager_tree import every_route
from generator.facts.cluster import Cluster, rows
from generator.facts.fields import doubled
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
INSTEAD = True
KINDS = (kinds.ALERTMANAGER_CONFIG,)
NEEDS = ("groupBy",)
_UNICODE = (0, 27)
_LABEL = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*\Z")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    unicode = cluster.version("alertmanager") >= _UNICODE
    for route in every_route(manifest, cluster):
        names = [str(name) for name in rows(route.body, "groupBy")]
        path = (*route.path, "groupBy")
        for n, _, name in doubled(iter(enumerate(names))):
            yield Problem(f"`{name}` is named twice", (*path, n), fix="name it once")
        if "..." in names and len(set(names)) > 1:
            yield Problem("`...` means every label and stands alone", path, fix="remove `...` or the other labels")
        for n, name in enumerate(names):
            if name != "..." and not (_LABEL.match(name) or (unicode and name)):
                yield Problem(f"`{name}` is no label name", (*path, n), fix="use letters, digits and underscores")
