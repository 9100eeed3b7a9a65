"""CEL rules of External Secrets' CRDs that have no rule of their own.

Source: the x-kubernetes-validations of external-secrets config/crds/bases, in release 2.9.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.facts.cel import Violation, at_most_one, exactly_one
from generator.facts.cluster import mapping
from generator.facts.fields import entries
from generator.model import Path

_PROVIDER: Path = ("spec", "provider")
_SET_BY_OPERATOR = ("esoNamespace", "esoStoreName", "esoStoreKind")
_EXACTLY_ONE = (
    (("crd",), ("auth", "authRef")),
    (("doppler", "auth"), ("secretRef", "oidcConfig")),
    (("openBao", "auth"), ("appRole", "tokenSecretRef", "userPass")),
    (("openBao", "auth", "appRole"), ("roleId", "roleRef")),
    (("pulumi",), ("auth", "accessToken")),
    (("pulumi", "auth"), ("accessToken", "oidcConfig")),
    (("secretserver", "username"), ("value", "secretRef")),
    (("secretserver", "password"), ("value", "secretRef")),
    (("secretserver", "token"), ("value", "secretRef")),
)
_AT_MOST_ONE = ((("onepasswordSDK",), ("vault", "environment")), (("openBao",), ("caBundle", "caProvider")))


def _rows(body: Mapping[str, Any], path: Path) -> Iterator[Violation]:
    """What is pushed without naming each key: where to, under which names."""
    for n, row in entries(body, *path, "dataTo"):
        here: Path = (*path, "dataTo", n)
        store = mapping(row, "storeRef")
        if "name" not in store and "labelSelector" not in store:
            yield Violation(here, "dataTo does not say which store it is for", "add storeRef.name")
        if "remoteKey" in row and row.get("rewrite"):
            message = "remoteKey makes one secret of all keys, rewrite names one for each"
            yield Violation((*here, "rewrite"), message, "keep remoteKey or rewrite")
        for m, rewrite in entries(row, "rewrite"):
            yield from exactly_one(rewrite, (*here, "rewrite", m), "regexp", "transform")


def _push_secret(body: Mapping[str, Any]) -> Iterator[Violation]:
    yield from _rows(body, ("spec",))


def _cluster_push_secret(body: Mapping[str, Any]) -> Iterator[Violation]:
    yield from _rows(body, ("spec", "pushSecretSpec"))


def _store(body: Mapping[str, Any]) -> Iterator[Violation]:
    provider = mapping(body, *_PROVIDER)
    for inside, fields in _EXACTLY_ONE:
        yield from _each(exactly_one, provider, inside, fields)
    for inside, fields in _AT_MOST_ONE:
        yield from _each(at_most_one, provider, inside, fields)
    yield from _nebius(provider)
    yield from _secret_server(provider)
    for tag in mapping(provider, "aws", "customSessionTags"):
        if tag in _SET_BY_OPERATOR:
            here: Path = (*_PROVIDER, "aws", "customSessionTags", tag)
            yield Violation(here, f"the operator sets the tag `{tag}` itself", "remove it")


def _each(rule: Any, provider: Mapping[str, Any], inside: tuple[str, ...], fields: tuple[str, ...]) -> Any:
    """The violations of a rule about fields of one mapping, none where the mapping is absent."""
    node: Any = provider
    for part in inside:
        node = node.get(part) if isinstance(node, Mapping) else None
    return rule(node, (*_PROVIDER, *inside), *fields) if isinstance(node, Mapping) else ()


def _nebius(provider: Mapping[str, Any]) -> Iterator[Violation]:
    auth = mapping(provider, "nebiusmysterybox").get("auth")
    if isinstance(auth, Mapping) and "serviceAccountCredsSecretRef" not in auth and "tokenSecretRef" not in auth:
        here: Path = (*_PROVIDER, "nebiusmysterybox", "auth")
        yield Violation(here, "there are no credentials", "add serviceAccountCredsSecretRef or tokenSecretRef")


def _secret_server(provider: Mapping[str, Any]) -> Iterator[Violation]:
    server = provider.get("secretserver")
    if isinstance(server, Mapping) and "token" not in server and not {"username", "password"} <= server.keys():
        message = "there are no credentials"
        yield Violation((*_PROVIDER, "secretserver"), message, "add token, or username and password")


CHECKS = {
    "PushSecret.external-secrets.io": (_push_secret,),
    "ClusterPushSecret.external-secrets.io": (_cluster_push_secret,),
    "SecretStore.external-secrets.io": (_store,),
    "ClusterSecretStore.external-secrets.io": (_store,),
}
