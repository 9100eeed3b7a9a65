"""preStop sleep as long as the pod has to stop

Why: The grace period runs while preStop sleeps; when it is over the program is killed without a chance to finish.
Source: https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/#hook-handler-execution
Bad:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers:
        - {name: web, image: "web:1", lifecycle: {preStop: {exec: {command: [sh, -c, "sleep 60"]}}}}
Bad (sleep action):
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      terminationGracePeriodSeconds: 20
      containers: [{name: web, image: "web:1", lifecycle: {preStop: {sleep: {seconds: 20}}}}]
Good:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      terminationGracePeriodSeconds: 90
      containers:
        - {name: web, image: "web:1", lifecycle: {preStop: {exec: {command: [sleep, "60"]}}}}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping, rows
from generator.facts.fields import whole
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "warning"
KINDS = kinds.WORKLOADS
NEEDS = ("preStop",)

_SLEEP = re.compile(r"(?:^|[\s;&|/])sleep\s+([0-9]+)s?(?:$|[\s;&|])")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    if template is None:
        return
    grace = whole(template.spec, "terminationGracePeriodSeconds")
    grace = 30 if grace is None else grace
    for path, container in template.containers(init=True):
        hook = mapping(container, "lifecycle", "preStop")
        here = (*path, "lifecycle", "preStop")
        seconds = whole(hook, "sleep", "seconds")
        refused = seconds is not None and seconds > grace
        if seconds is None:
            command = " ".join(str(part) for part in rows(hook, "exec", "command"))
            seconds = sum(int(found) for found in _SLEEP.findall(command))
        if seconds and seconds >= grace:
            yield Problem(
                f"preStop sleeps {seconds} seconds, the pod has {grace} to stop",
                here,
                fix=f"raise terminationGracePeriodSeconds above {seconds}, or sleep less",
                severity="error" if refused else "",
                related=(
                    Place("the grace period", manifest, (*template.path, "spec", "terminationGracePeriodSeconds")),
                ),
            )
