"""sync window in a time zone that does not exist

Why: Argo CD only writes a line into its log and takes UTC: the window opens at another hour than meant.
Source: argo-cd pkg/apis/application/v1alpha1/types.go, scheduleTimeZone.
Bad:
    apiVersion: argoproj.io/v1alpha1
    kind: AppProject
    metadata: {name: shop, namespace: argocd}
    spec:
      sourceRepos: ["*"]
      syncWindows:
        - {kind: allow, schedule: "0 22 * * *", duration: 1h, applications: ["*"], timeZone: Europe/Berlln}
Good:
    apiVersion: argoproj.io/v1alpha1
    kind: AppProject
    metadata: {name: shop, namespace: argocd}
    spec:
      sourceRepos: ["*"]
      syncWindows:
        - {kind: allow, schedule: "0 22 * * *", duration: 1h, applications: ["*"], timeZone: Europe/Berlin}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.cron_windows import nearest_zone, zone_problem
from generator.facts.fields import entries, text
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.APP_PROJECT,)
NEEDS = ("timeZone",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for n, row in entries(manifest.body, "spec", "syncWindows"):
        zone = text(row, "timeZone")
        if zone and zone_problem(zone):
            meant = nearest_zone(zone)
            yield Problem(
                f"there is no time zone `{zone}`: Argo CD takes UTC" + (f", did you mean `{meant}`?" if meant else ""),
                ("spec", "syncWindows", n, "timeZone"),
                fix=f"write `{meant}`" if meant else "write a name of the time zone database, such as Europe/Berlin",
            )
