"""custom resource that is applied before its kind exists

Why: Argo CD tries every object first (dry run) and fails the whole sync at a kind that the cluster does not know yet.
Source: https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#skip-dry-run-for-new-custom-resources-types. A
CRD in the same sync is no trouble, Argo CD skips the trial by itself; one that another Application applies later, or
that a controller makes of a ConstraintTemplate, is.
Bad:
    # file: policies/a.yaml
    ---
    apiVersion: templates.gatekeeper.sh/v1
    kind: ConstraintTemplate
    metadata: {name: owners}
    spec: {crd: {spec: {names: {kind: Owners}}}, targets: [{target: admission.k8s.gatekeeper.sh}]}
    # file: policies/b.yaml
    ---
    apiVersion: constraints.gatekeeper.sh/v1beta1
    kind: Owners
    metadata: {name: owners}
    # file: root/a.yaml
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: policies, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: gatekeeper-system}
      source: {repoURL: "https://git.example.com/apps", path: policies}
Good:
    # file: policies/a.yaml
    ---
    apiVersion: templates.gatekeeper.sh/v1
    kind: ConstraintTemplate
    metadata: {name: owners}
    spec: {crd: {spec: {names: {kind: Owners}}}, targets: [{target: admission.k8s.gatekeeper.sh}]}
    # file: policies/b.yaml
    ---
    apiVersion: constraints.gatekeeper.sh/v1beta1
    kind: Owners
    metadata:
      name: owners
      annotations: {argocd.argoproj.io/sync-options: SkipDryRunOnMissingResource=true}
    # file: root/a.yaml
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: policies, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: gatekeeper-system}
      source: {repoURL: "https://git.example.com/apps", path: policies}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.applications import Declared, annotated_options, options
from generator.facts.argo_order import wave
from generator.facts.cluster import Cluster
from generator.facts.definitions import defined, made_by_controllers
from generator.facts.rendered_by import owners
from generator.model import Manifest
from generator.rules.problem import Place, Problem, once_a_field

SEVERITY = "warning"
FLEET = True
NEEDS = ("names",)

_OPTION = "SkipDryRunOnMissingResource"


@once_a_field
def check(cluster: Cluster) -> Iterator[Problem]:
    crds, templates = defined(cluster), made_by_controllers(cluster)
    if not crds and not templates:
        return
    for manifest in cluster.manifests:
        kind = (manifest.id.group, manifest.id.kind)
        source = crds.get(kind) or templates.get(kind)
        if source is None:
            continue
        for app in owners(cluster).get(id(manifest), ()):
            late = _late(cluster, app, source) if kind in crds else _together(cluster, app, source)
            if late and "true" not in (options(app).get(_OPTION), annotated_options(manifest).get(_OPTION)):
                yield Problem(
                    f"{manifest.id.kind} `{manifest.id.name}` is tried before its kind exists: {late}",
                    ("kind",),
                    fix=f"give it the sync option {_OPTION}=true",
                    manifest=manifest,
                    related=(Place("what defines the kind", source),),
                )


def _late(cluster: Cluster, app: Declared, crd: Manifest) -> str:
    """Why the CRD is not there in time, "" when it is: applied by the same sync, or by an earlier Application."""
    others = owners(cluster).get(id(crd), ())
    if any(other.manifest.id == app.manifest.id for other in others):
        return ""
    if others and all(wave(other.manifest) > wave(app.manifest) for other in others):
        return f"Application `{others[0].manifest.id.name}` brings the CRD in a later wave"
    return ""


def _together(cluster: Cluster, app: Declared, template: Manifest) -> str:
    """Why the kind made of a template is not there in time: both belong to one sync."""
    same = any(other.manifest.id == app.manifest.id for other in owners(cluster).get(id(template), ()))
    return f"a controller makes it of {template.id.kind} `{template.id.name}` in the same sync" if same else ""
