"""old way to say that a matcher is a pattern

Why: `regex` is kept for old objects and ignored when `matchType` is there; in its own file Alertmanager keeps `match`,
`match_re` and their like for old files only.
Source: https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1alpha1.Matcher and
https://prometheus.io/docs/alerting/latest/configuration/#route
Bad:
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route:
        receiver: team
        routes:
          - {receiver: team, matchers: [{name: team, value: "web.*", regex: true}]}
      receivers:
        - name: team
          webhookConfigs: [{url: "https://hooks.example.com"}]
Good:
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route:
        receiver: team
        routes:
          - {receiver: team, matchers: [{name: team, value: "web.*", matchType: "=~"}]}
      receivers:
        - name: team
          webhookConfigs: [{url: "https://hooks.example.com"}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.matcher_fields import matcher_rows
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.ALERTMANAGER_CONFIG,)
NEEDS = ("matchers", "sourceMatch", "targetMatch", "timeIntervals", "muteTimeIntervals")
_OLD = {
    "match": "matchers",
    "match_re": "matchers",
    "source_match": "source_matchers",
    "source_match_re": "source_matchers",
    "target_match": "target_matchers",
    "target_match_re": "target_matchers",
}


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for path, row in matcher_rows(manifest, cluster):
        if isinstance(row, dict) and "regex" in row:
            sign = "=~" if row["regex"] is True else "="
            yield Problem("`regex` is deprecated", (*path, "regex"), fix=f'use matchType: "{sign}"', at_key=True)
    yield from _of_file(manifest, cluster)


def _of_file(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    """Old words of Alertmanager's own file; its matchers stand here under another name."""
    places = getattr(manifest.locate, "paths", {})
    told: set[Path] = set()
    for path, row in matcher_rows(manifest, cluster) if places else ():
        place = places.get(path, ())
        word = str(place[-2]) if len(place) > 1 else ""
        if word in _OLD and place[:-1] not in told and isinstance(row, dict):
            told.add(place[:-1])
            written = f'{row.get("name")}{row.get("matchType")}"{row.get("value")}"'
            yield Problem(f"`{word}` is deprecated", path, fix=f"write it under {_OLD[word]}, as '{written}'")
    for field in ("timeIntervals", "muteTimeIntervals"):
        if places.get(("spec", field)) == ("mute_time_intervals",):
            yield Problem(
                "`mute_time_intervals` is deprecated here", ("spec", field), fix="call it time_intervals", at_key=True
            )
