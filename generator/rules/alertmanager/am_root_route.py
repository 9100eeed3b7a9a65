"""top route that sends nothing or is refused

Why: Without a route no alert reaches the receivers; a top route without a receiver is refused, and in
Alertmanager's own file so is one that filters.
Source: prometheus-operator pkg/alertmanager/validation; alertmanager config/config.go, Config.UnmarshalYAML.
Bad (no route):
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      receivers:
        - name: team
          webhookConfigs: [{url: "https://hooks.example.com"}]
Bad (no receiver):
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route: {groupBy: [alertname]}
      receivers:
        - name: team
          webhookConfigs: [{url: "https://hooks.example.com"}]
Good:
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route: {receiver: team}
      receivers:
        - name: team
          webhookConfigs: [{url: "https://hooks.example.com"}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.alertmanager_tree import is_file, receiver_names, root, spelt
from generator.facts.cluster import Cluster
from generator.facts.receivers import given
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.ALERTMANAGER_CONFIG,)
_FILTERS = ("matchers", "continue", "muteTimeIntervals", "activeTimeIntervals")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    top = root(manifest, cluster)
    if top is None:
        if receiver_names(manifest):
            yield Problem("there is no route, so no alert reaches the receivers", ("spec",), fix="add a route")
        return
    if not top.receiver:
        fix = "name the receiver for what no other route takes"
        yield Problem("the top route names no receiver", top.path, fix=fix)
    for key in _FILTERS if is_file(manifest) else ():
        if given(top.body, key) and top.body.get(key) is not False:
            yield Problem(
                f"the top route takes every alert and cannot have `{spelt(manifest, key)}`",
                (*top.path, key),
                fix="move it to a route below",
                at_key=True,
            )
