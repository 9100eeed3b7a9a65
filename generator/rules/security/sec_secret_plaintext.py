"""secret in the clear

Why: Whoever reads the repository has it, for ever: git keeps it after it is removed.
Source: https://kubernetes.io/docs/concepts/security/secrets-good-practices/. Judged by the forms of well-known tokens,
by names such as PASSWORD, and below names such as KEY by whether the text makes any sense; encrypted values (sops),
references, digests and certificates pass. What is found is never repeated.
Bad:
    apiVersion: v1
    kind: Secret
    metadata: {name: db, namespace: shop}
    stringData: {password: hunter22}
Bad (variable):
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - {name: web, image: "web:1", env: [{name: DB_PASSWORD, value: hunter22}]}
Bad (ConfigMap):
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: db, namespace: shop}
    data: {url: "postgres://app:hunter22@db/shop"}
Bad (file):
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: db, namespace: shop}
    data:
      application.yaml: |
        datasource: {user: app, password: hunter22}
Bad (chart):
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: db, namespace: argocd}
    spec:
      project: shop
      destination: {name: in-cluster, namespace: shop}
      source:
        repoURL: https://charts.example.com
        chart: postgresql
        targetRevision: 1.2.3
        helm: {valuesObject: {auth: {postgresPassword: hunter22}}}
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
              env: [{name: DB_PASSWORD_FILE, value: /run/db}, {name: TOKEN, value: $(OTHER)}]
Good (Alertmanager's own file without a secret in it):
    apiVersion: v1
    kind: Secret
    metadata: {name: alertmanager-main, namespace: monitoring}
    stringData:
      alertmanager.yaml: |
        route: {receiver: nobody}
        receivers:
          - name: nobody
Good (encrypted):
    apiVersion: v1
    kind: Secret
    metadata: {name: db, namespace: shop}
    stringData: {password: "ENC[AES256_GCM,data:abc,type:str]"}
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generator.facts import kinds
from generator.facts.cluster import Cluster, kind_name, mapping
from generator.facts.fields import text
from generator.facts.secret_places import Named, named, strings
from generator.facts.secret_text import certificate, decoded, form, hinted, judged, masked, placeholder, telling_name
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = ("*",)

_ROUTES = re.compile(r"^[\"']?route[\"']?:", re.MULTILINE)
_RECEIVERS = re.compile(r"^[\"']?receivers[\"']?:", re.MULTILINE)
_PUBLISHED = "and replace it: it is known now"
_ARGO_CD_LABEL = "argocd.argoproj.io/secret-type"
_ARGO_CD_TYPES = ("repository", "repo-creds", "cluster")
_ARGO_CD = (
    "clusterResources", "depth", "enableLfs", "enableOCI", "forceHttpBasicAuth", "githubAppEnterpriseBaseUrl",
    "githubAppID", "githubAppInstallationID", "insecure", "insecureOCIForceHttp", "name", "namespaces", "noProxy",
    "project", "proxy", "server", "shard", "type", "url", "useAzureWorkloadIdentity",
)  # fmt: skip
"""What Argo CD keeps in Secrets although it is none: where a repository or a cluster is."""
_ARGO_CD_CREDENTIALS = ("bearerToken", "password", "keyData")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    kind = kind_name(manifest)
    if kind == kinds.SECRET:
        yield from _secret(manifest)
        return
    told: set[Path] = set()
    forms = hinted(cluster.words(manifest))
    for place in named(manifest, cluster) if forms else named(manifest, cluster, telling_name):
        what = judged(place.name, place.value, forms=forms)
        if what:
            told.add(place.path)
            yield Problem(f"{_shown(place)} {what}", place.path, fix=f"take it from a Secret, {_PUBLISHED}")
    # A receiver's URLs have a rule of their own, am-plaintext-secret.
    if kind != kinds.ALERTMANAGER_CONFIG and forms:
        for path, value in strings(manifest.body):
            what = form(value) if path not in told else ""
            if what:
                name = next((str(part) for part in reversed(path) if isinstance(part, str)), "")
                fix = f"move it into a Secret that is not in the repository, {_PUBLISHED}"
                yield Problem(f"`{name}` holds {what}{masked(value)}", path, fix=fix)
    if kind == kinds.CONFIG_MAP:
        yield from _binary(manifest)


def _secret(manifest: Manifest) -> Iterator[Problem]:
    if mapping(manifest.body, "sops"):
        return
    known = _ARGO_CD if text(manifest.body, "metadata", "labels", _ARGO_CD_LABEL) in _ARGO_CD_TYPES else ()
    for field in ("stringData", "data"):
        held = mapping(manifest.body, field)
        if any(_clear(str(key), value, field, known) for key, value in held.items()):
            fix = "let an ExternalSecret or a SealedSecret make it, and replace what it held: it is known now"
            yield Problem("the Secret holds its values in the clear", (field,), fix=fix, at_key=True)


def _clear(key: str, value: object, field: str, known: Sequence[str]) -> bool:
    """Whether a value of a Secret is there to be read, and worth hiding."""
    if not isinstance(value, str) or not value or placeholder(value):
        return False
    plain = decoded(value) if field == "data" else value.encode()
    shown = plain.decode("utf-8", "replace") if plain is not None else value
    if placeholder(shown) or certificate(shown):
        return False
    if _ROUTES.search(shown) and _RECEIVERS.search(shown):
        # Alertmanager's own file, which has to be in a Secret; what is secret in it is told by am-plaintext-secret.
        return bool(form(shown))
    if known and key == "config":  # of a cluster: how to sign in there, which may be by a role or a program
        return any(word in shown for word in _ARGO_CD_CREDENTIALS)
    return bool(form(shown)) or key not in known


def _binary(manifest: Manifest) -> Iterator[Problem]:
    for key, value in mapping(manifest.body, "binaryData").items():
        held = decoded(value) if isinstance(value, str) else None
        what = form(held.decode("latin-1")) if held else ""
        if what:
            yield Problem(
                f"`{key}` holds {what}, encoded", ("binaryData", key), fix=f"move it into a Secret, {_PUBLISHED}"
            )


def _shown(place: Named) -> str:
    name = f"`{place.name}`" if place.name else "the value"
    return f"{name} in line {place.line} of `{place.path[-1]}`" if place.line else name
