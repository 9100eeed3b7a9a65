"""unmasked /proc, unsafe sysctl or host process

Why: Each of them reaches past the container into its node.
Source: https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
Bad:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - name: web
              image: "web:1"
              securityContext: {procMount: Unmasked}
Bad (sysctl):
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          securityContext: {sysctls: [{name: kernel.msgmax, value: "1"}]}
          containers:
            - {name: web, image: "web:1"}
Good:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - name: web
              image: "web:1"
              securityContext: {procMount: Default}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, get, mapping
from generator.facts.fields import entries, text
from generator.facts.pod_security import SYSCTLS
from generator.facts.privileges import CONTEXT, containers
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = kinds.WORKLOADS
NEEDS = ("sysctls", "procMount", "hostProcess")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    if template is None:
        return
    here: Path = (*template.path, "spec", CONTEXT)
    for n, row in entries(template.spec, CONTEXT, "sysctls"):
        if text(row, "name") not in SYSCTLS:
            message = f"sysctl `{text(row, 'name')}` is not among the safe ones"
            yield Problem(message, (*here, "sysctls", n, "name"), fix="remove it")
    places = [(here, mapping(template.spec, CONTEXT))]
    places += [((*path, CONTEXT), mapping(container, CONTEXT)) for path, container in containers(template)]
    for path, context in places:
        if context.get("procMount") == "Unmasked":
            # Kubernetes takes it in a user namespace only, where it is much less.
            severity = "warning" if template.spec.get("hostUsers") is False else ""
            yield Problem("/proc of the node is not masked", (*path, "procMount"), fix="remove it", severity=severity)
        if get(context, "windowsOptions", "hostProcess") is True:
            at = (*path, "windowsOptions", "hostProcess")
            yield Problem("the container is a process of its node", at, fix="remove it")
