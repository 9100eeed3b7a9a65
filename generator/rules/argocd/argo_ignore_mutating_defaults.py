"""field that a controller rewrites, so that the Application is never in sync

Why: The committed value comes back with every sync and is overwritten again: the Application stays OutOfSync, or
self-heal and the controller take turns.
Source: https://argo-cd.readthedocs.io/en/stable/user-guide/diffing/, cert-manager's CA injector, istio
pkg/webhooks/validation/controller (failurePolicy) and
https://kubernetes.io/docs/reference/access-authn-authz/rbac/#aggregated-clusterroles
Bad:
    # file: hooks/a.yaml
    ---
    apiVersion: admissionregistration.k8s.io/v1
    kind: ValidatingWebhookConfiguration
    metadata: {name: web, annotations: {cert-manager.io/inject-ca-from: shop/web}}
    webhooks:
      - name: web.example.com
        admissionReviewVersions: [v1]
        sideEffects: None
        clientConfig: {caBundle: Q0E=, service: {name: web, namespace: shop}}
    # file: root/a.yaml
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: hooks, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: hooks}
Good:
    # file: hooks/a.yaml
    ---
    apiVersion: admissionregistration.k8s.io/v1
    kind: ValidatingWebhookConfiguration
    metadata: {name: web, annotations: {cert-manager.io/inject-ca-from: shop/web}}
    webhooks:
      - name: web.example.com
        admissionReviewVersions: [v1]
        sideEffects: None
        clientConfig: {service: {name: web, namespace: shop}}
    # file: root/a.yaml
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: hooks, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: hooks}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.cluster import Cluster, get, kind_name, mapping, rows
from generator.facts.fields import entries, text
from generator.facts.ignored_differences import ignores
from generator.facts.rendered_by import owners
from generator.model import Manifest, Path
from generator.rules.problem import Place, Problem, once_a_field

SEVERITY = "info"
_WEBHOOKS = tuple(f"{kind}WebhookConfiguration.admissionregistration.k8s.io" for kind in ("Mutating", "Validating"))
_CLUSTER_ROLE = "ClusterRole.rbac.authorization.k8s.io"
_CRD = "CustomResourceDefinition.apiextensions.k8s.io"
_API_SERVICE = "APIService.apiregistration.k8s.io"
KINDS = (*_WEBHOOKS, _CLUSTER_ROLE, _CRD, _API_SERVICE)
NEEDS = ("caBundle", "aggregationRule", "failurePolicy")

_INJECT = "cert-manager.io/inject-"


@once_a_field
def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for path, who in _rewritten(manifest):
        for app in owners(cluster).get(id(manifest), ()):
            plain: Path = tuple(part for part in path if isinstance(part, str))
            if not ignores(app, manifest, path) and not ignores(app, manifest, plain):
                yield Problem(
                    f"{who} rewrites {path[-1]}: Application `{app.manifest.id.name}` never is in sync",
                    path,
                    fix="leave the field out, or ignore its difference with RespectIgnoreDifferences=true",
                    related=(Place("the Application", app.manifest, app.path),),
                    at_key=True,
                )


def _rewritten(manifest: Manifest) -> Iterator[tuple[Path, str]]:
    """The fields that somebody else writes too, and who that is."""
    kind = kind_name(manifest)
    if kind == _CLUSTER_ROLE:
        if mapping(manifest.body, "aggregationRule") and rows(manifest.body, "rules"):
            yield ("rules",), "the aggregation controller"
        return
    notes = mapping(manifest.body, "metadata", "annotations")
    injected = any(str(note).startswith(_INJECT) for note in notes)
    istiod = kind in _WEBHOOKS and "istio.io/rev" in mapping(manifest.body, "metadata", "labels")
    who = "cert-manager" if injected else "istiod"
    for path in _bundles(manifest, kind) if injected or istiod else ():
        if get(manifest.body, *path):
            yield path, who
    for n, row in entries(manifest.body, "webhooks") if istiod else ():
        if text(row, "failurePolicy") == "Ignore" and kind == _WEBHOOKS[1]:
            yield ("webhooks", n, "failurePolicy"), "istiod"


def _bundles(manifest: Manifest, kind: str) -> Iterator[Path]:
    """Where an object of the kind holds the certificate of who is to be trusted."""
    if kind in _WEBHOOKS:
        for n, _ in entries(manifest.body, "webhooks"):
            yield "webhooks", n, "clientConfig", "caBundle"
    elif kind == _CRD:
        yield "spec", "conversion", "webhook", "clientConfig", "caBundle"
    else:
        yield "spec", "caBundle"
