"""provider and action that do not belong together

Why: A provider decides only for CUSTOM, and CUSTOM needs one. It is asked before anybody knows who calls, so its rules
cannot ask for identities or tokens. Istio refuses anything else.
Source: istio pkg/config/validation/validation.go, ValidateAuthorizationPolicy.
Bad:
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      action: ALLOW
      provider: {name: x}
      rules: [{from: [{source: {namespaces: [a]}}]}]
Bad (none):
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      action: CUSTOM
      rules: [{to: [{operation: {paths: [/admin]}}]}]
Bad (identities and tokens):
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      action: CUSTOM
      provider: {name: x}
      rules:
        - from: [{source: {notNamespaces: [shop]}}]
          when: [{key: "request.auth.claims[group]", values: [staff]}]
Bad (a provider that the mesh does not know):
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      action: CUSTOM
      provider: {name: oppa}
      rules: [{to: [{operation: {paths: [/admin]}}]}]
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: istio, namespace: istio-system}
    data:
      mesh: |
        extensionProviders:
        - name: opa
          envoyExtAuthzGrpc: {service: opa.policies.svc.cluster.local, port: 9191}
Good:
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      action: CUSTOM
      provider: {name: x}
      rules:
        - from: [{source: {notRemoteIpBlocks: [10.0.0.0/8]}}]
          to: [{operation: {paths: [/admin]}}]
          when: [{key: "request.headers[x-team]", values: [staff]}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.authorization import action, rules_of
from generator.facts.cluster import Cluster, mapping, rows
from generator.facts.fields import text
from generator.facts.mesh_config import telemetry_providers
from generator.facts.suggest import did_you_mean
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.AUTHORIZATION_POLICY,)
NEEDS = ("action", "provider")

_SOURCES = ("namespaces", "principals", "requestPrincipals", "serviceAccounts")
_KEYS = ("source.namespace", "source.principal", "source.serviceAccount", "request.auth.")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    name, chosen = text(manifest.body, "spec", "provider", "name"), action(manifest)
    if chosen == "CUSTOM" and not name:
        fix = "name the provider from the mesh configuration"
        yield Problem("CUSTOM needs a provider", ("spec", "action"), fix=fix)
    elif chosen != "CUSTOM" and mapping(manifest.body, "spec", "provider"):
        fix = "remove the provider, or write action: CUSTOM"
        yield Problem(f"{chosen} takes no provider", ("spec", "provider"), fix=fix, at_key=True)
    if chosen == "CUSTOM":
        yield from _unsupported(manifest)
        known = telemetry_providers(cluster)
        if name and known is not None and name not in known:
            yield Problem(
                f"no extension provider of the mesh is called `{name}`{did_you_mean(name, known)}",
                ("spec", "provider", "name"),
                fix="add it to meshConfig.extensionProviders, or name one that is there",
                severity="warning",
            )


def _unsupported(manifest: Manifest) -> Iterator[Problem]:
    fix = "let a policy with ALLOW or DENY ask for it"
    for rule in rules_of(manifest):
        for path, source in rule.sources():
            for name in _SOURCES:
                for key in (name, f"not{name[0].upper()}{name[1:]}"):
                    if rows(source, key):
                        yield Problem(f"CUSTOM rules cannot ask for {key}", (*path, key), fix=fix, at_key=True)
        for path, condition in rule.conditions():
            key = text(condition, "key")
            if key.startswith(_KEYS):
                yield Problem(f"CUSTOM rules cannot ask for {key}", (*path, "key"), fix=fix)
