"""pod identity that is only half there

Why: The webhook needs both: the label on the pods and the client of the ServiceAccount. With one of them the pods get
no token, or a token for nobody.
Source: https://azure.github.io/azure-workload-identity/docs/topics/service-account-labels-and-annotations.html
Bad:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web, azure.workload.identity/use: "true"}}
        spec:
          serviceAccountName: web
          containers:
            - {name: web, image: "web:1"}
    ---
    apiVersion: v1
    kind: ServiceAccount
    metadata: {name: web, namespace: shop}
Bad (label forgotten):
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          serviceAccountName: web
          containers:
            - {name: web, image: "web:1"}
    ---
    apiVersion: v1
    kind: ServiceAccount
    metadata: {name: web, namespace: shop, annotations: {azure.workload.identity/client-id: abc}}
Good:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web, azure.workload.identity/use: "true"}}
        spec:
          serviceAccountName: web
          containers:
            - {name: web, image: "web:1"}
    ---
    apiVersion: v1
    kind: ServiceAccount
    metadata: {name: web, namespace: shop, annotations: {azure.workload.identity/client-id: abc}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping
from generator.facts.fields import entries, text
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "warning"
DEFAULT = False
KINDS = kinds.WORKLOADS

_USE, _CLIENT = "azure.workload.identity/use", "azure.workload.identity/client-id"


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    name = text(template.spec, "serviceAccountName") if template else ""
    account = cluster.get(kinds.SERVICE_ACCOUNT, manifest.id.namespace, name or "default")
    if template is None or account is None:
        return
    wanted = str(template.labels.get(_USE)).lower() == "true"
    known = bool(mapping(account.body, "metadata", "annotations").get(_CLIENT))
    named = any(
        text(row, "name") == "AZURE_CLIENT_ID" for _, c in template.containers() for _, row in entries(c, "env")
    )
    if wanted and not known and not named:
        yield Problem(
            f"the pods ask for an identity, and ServiceAccount `{account.id.name}` names no client",
            (*template.path, "metadata", "labels", _USE),
            fix=f"annotate the account with {_CLIENT}",
            related=(Place("the account", account, ("metadata",)),),
        )
    elif known and not wanted:
        yield Problem(
            f"ServiceAccount `{account.id.name}` names a client, and the pods do not ask for an identity",
            (*template.path, "metadata", "labels"),
            fix=f'label the pods {_USE}: "true"',
            related=(Place("the account", account, ("metadata", "annotations", _CLIENT)),),
        )
