"""notification whose template does not parse or is not there

Why: Alertmanager cannot send a notification whose text it cannot make; the alert is only found in its log.
Source: https://prometheus.io/docs/alerting/latest/notifications/ and alertmanager template/template.go.
Bad (misspelt):
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route: {receiver: team}
      receivers:
        - name: team
          slackConfigs: [{apiURL: {name: slack, key: url}, text: '{{ template "slack.defualt.text" . }}'}]
Bad (does not parse):
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route: {receiver: team}
      receivers:
        - name: team
          slackConfigs: [{apiURL: {name: slack, key: url}, text: "{{ .CommonLabels.alertname"}]
Good:
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route: {receiver: team}
      receivers:
        - name: team
          slackConfigs: [{apiURL: {name: slack, key: url}, text: '{{ template "slack.default.text" . }}'}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import go_template, kinds
from generator.facts.cluster import Cluster
from generator.facts.notification_templates import known, texts
from generator.facts.receivers import integrations
from generator.facts.suggest import did_you_mean
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.ALERTMANAGER_CONFIG,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    defined = known(cluster)
    for integration in integrations(manifest):
        for path, text in texts(integration):
            template = go_template.alertmanager(text)
            for fault in template.faults:
                how = "cannot be filled in" if fault.parses else "does not parse"
                note = f"column {fault.place + 1} of the text"
                yield Problem(f"the template {how}: {fault.message}", path, fix="mend the template", note=note)
            for name, _ in template.includes:
                if defined is not None and name not in defined and name not in template.defines:
                    # Alertmanager may well read files that are not here; a name nearly right is another matter.
                    hint = did_you_mean(name, defined)
                    yield Problem(
                        f"no template `{name}` is defined here{hint}",
                        path,
                        fix="define it in a template file of Alertmanager, or write the text out",
                        severity="" if name.startswith("__") else "warning" if hint else "unverifiable",
                    )
