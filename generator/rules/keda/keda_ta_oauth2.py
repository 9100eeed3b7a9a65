"""oauth2 block that cannot get a token

Why: KEDA asks the token URL with client credentials; without any of them the scaler gets no token.
Source: kedacore/keda apis/keda/v1alpha1/triggerauthentication_webhook.go and triggerauthentication_types.go (2.20).
Settings:
    products: {keda: "2.21"}
Bad (no schema: a field of newer releases):
    apiVersion: keda.sh/v1alpha1
    kind: TriggerAuthentication
    metadata: {name: api, namespace: shop}
    spec:
      oauth2: {type: clientCredentials, clientId: shop, tokenUrl: idp/token}
Good (no schema: a field of newer releases):
    apiVersion: keda.sh/v1alpha1
    kind: TriggerAuthentication
    metadata: {name: api, namespace: shop}
    spec:
      oauth2: {type: clientCredentials, clientId: shop, tokenUrl: "https://idp.example/token"}
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from generator.facts.cluster import Cluster, mapping
from generator.facts.fields import text
from generator.facts.scaled_object import AUTHENTICATIONS
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = AUTHENTICATIONS
NEEDS = ("oauth2",)
_PATH = ("spec", "oauth2")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    block = mapping(manifest.body, *_PATH)
    if not block:
        return
    if block.get("type") != "clientCredentials":
        fix = "set it to clientCredentials"
        yield Problem(f"oauth2 type is {block.get('type')!r}, and KEDA knows one", (*_PATH, "type"), fix=fix)
    for key in ("clientId", "tokenUrl"):
        if not text(block, key):
            yield Problem(f"oauth2 has no {key}", (*_PATH, key), fix=f"add {key}")
    url = text(block, "tokenUrl")
    if url and not _absolute(url):
        yield Problem(
            f"tokenUrl `{url}` is no absolute http or https URL",
            (*_PATH, "tokenUrl"),
            fix="write it in full, such as https://idp.example/token",
        )


def _absolute(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)
