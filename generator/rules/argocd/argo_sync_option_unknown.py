"""sync option that Argo CD does not know

Why: Argo CD ignores it without a word: the option is never in force.
Source: https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/; an option is compared as a whole, blanks
included.
Bad:
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: web}
      syncPolicy: {syncOptions: [CreateNamespaces=true]}
Bad (blank):
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: web}
      syncPolicy: {syncOptions: ["CreateNamespace = true"]}
Bad (wrong place):
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web, namespace: shop, annotations: {argocd.argoproj.io/sync-options: CreateNamespace=true}}
Bad (value):
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: web}
      syncPolicy: {syncOptions: [PrunePropagationPolicy=forground]}
Good:
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: web}
      syncPolicy: {syncOptions: [CreateNamespace=true, PrunePropagationPolicy=foreground]}
Good:
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: web
      namespace: shop
      annotations: {argocd.argoproj.io/sync-options: "Prune=false, Delete=confirm"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.applications import EXPLICIT, SYNC_OPTIONS, TEMPLATE_MARK, declared
from generator.facts.argo_words import OPTIONS
from generator.facts.cluster import Cluster, get, kind_name, rows
from generator.facts.suggest import did_you_mean
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = ("*",)
NEEDS = (SYNC_OPTIONS, "syncOptions")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    if kind_name(manifest) in EXPLICIT:
        app = declared(manifest)
        for n, row in enumerate(rows(app.spec, "syncPolicy", "syncOptions")):
            if isinstance(row, str) and TEMPLATE_MARK not in row:
                yield from _judge(row, "app", (*app.path, "syncPolicy", "syncOptions", n), cluster)
    note = get(manifest.body, "metadata", "annotations", SYNC_OPTIONS)
    if isinstance(note, str):
        for part in filter(str.strip, note.split(",")):
            yield from _judge(part.strip(), "object", ("metadata", "annotations", SYNC_OPTIONS), cluster)


def _judge(written: str, where: str, path: Path, cluster: Cluster) -> Iterator[Problem]:
    name, mark, value = written.partition("=")
    option = OPTIONS.get(name)
    if name.strip() in OPTIONS and (name != name.strip() or value != value.strip()):
        plain = f"{name.strip()}={value.strip()}"
        yield Problem(f"blanks in `{written}` keep it from being recognised", path, fix=f"write `{plain}`")
    elif option is None:
        yield Problem(f"`{written}` is no sync option{did_you_mean(name, OPTIONS)}", path, fix="correct the name")
    elif not mark or value not in option.values:
        wanted = " or ".join(option.values)
        fix = f"write `{name}={option.values[0]}`"
        yield Problem(f"`{written}` has no effect: {name} takes {wanted}", path, fix=fix)
    elif where not in option.where:
        place = "an Application's syncOptions" if where == "object" else "the annotation of an object"
        yield Problem(f"{name} has no effect here, only in {place}", path, fix="move it there")
    elif option.since > cluster.version("argocd"):
        since = ".".join(map(str, option.since))
        yield Problem(f"{name} needs Argo CD {since}, this is {cluster.assumed('argocd')}", path, fix="remove it")
