"""integration without what it needs to send

Why: The operator refuses the whole object when an integration lacks its address or its credential.
Source: prometheus-operator pkg/alertmanager/validation and alertmanager config/notifiers.go.
Bad:
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route: {receiver: team}
      receivers:
        - name: team
          pagerdutyConfigs: [{description: "down"}]
Bad (global setting unknown):
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route: {receiver: team}
      receivers:
        - name: team
          slackConfigs: [{channel: "#alerts"}]
Good:
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route: {receiver: team}
      receivers:
        - name: team
          pagerdutyConfigs: [{routingKey: {name: pager, key: routing-key}}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.alertmanager_tree import is_file, spelt
from generator.facts.cluster import Cluster, get
from generator.facts.fields import entries, text
from generator.facts.receivers import Integration, Need, given, integrations, missing
from generator.facts.selecting import ALERTMANAGER
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.ALERTMANAGER_CONFIG,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    globals_ = any(
        get(owner.body, "spec", field)
        for owner in cluster.all(ALERTMANAGER)
        for field in ("alertmanagerConfiguration", "configSecret")
    )
    for integration in integrations(manifest):
        yield from _unusable(manifest, integration)
        for need in missing(integration):
            shared = need.shared and not is_file(manifest)
            if shared and globals_:
                continue
            names = _spelt(manifest, need)
            wanted = " or ".join(f"`{name}`" for name in names[:2])
            unless = " unless Alertmanager's global settings give it" if shared else ""
            yield Problem(
                f"{integration.noun} of receiver `{integration.receiver}` needs {wanted}{unless}",
                integration.path,
                fix=f"set {names[0]}",
                severity="warning" if shared else "",
            )


def _spelt(manifest: Manifest, need: Need) -> list[str]:
    """The fields that would do, as they are written here; files are for Alertmanager's own configuration alone."""
    names = [spelt(manifest, field) for field in need.fields if is_file(manifest) or not field.endswith("File")]
    seen: dict[str, str] = {}
    for name in names:
        seen.setdefault(name.lower(), name)
    return list(seen.values())


def _unusable(manifest: Manifest, integration: Integration) -> Iterator[Problem]:
    """What is there, but not whole: a mail server without its port, a responder that is nobody."""
    host = text(integration.body, "smarthost")
    if host and ":" not in host.rpartition("]")[2] and "{{" not in host:
        yield Problem(
            f"the mail server `{host}` has no port", (*integration.path, "smarthost"), fix=f"write {host}:587"
        )
    for n, responder in entries(integration.body, "responders"):
        if not any(given(responder, field) for field in ("id", "name", "username")):
            yield Problem(
                "the responder is nobody", (*integration.path, "responders", n), fix="give its id, name or username"
            )
