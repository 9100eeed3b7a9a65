"""Small repositories for tests: files by path, written below a folder."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from pathlib import Path

FLEET = """\
repository: {url: https://git.example.com/gitops}
environments:
  dev:
    stage: development
    cluster: {server: "https://dev.example.com"}
  production:
    stage: production
    cluster: {server: "https://production.example.com"}
domains:
  shop: {owner: shop-team}
products: {kubernetes: "1.33", keda: "2.18", istio: "1.28"}
"""

WEB = """\
domain: shop
namespace: shop
image: {repository: ghcr.io/acme/web, tag: "1.2.3"}
ports: {http: 8080}
resources:
  requests: {cpu: 100m, memory: 128Mi}
"""

SHOP = """\
description: The shop.
namespaces:
  shop: {mesh: false}
"""

SMALL: Mapping[str, str] = {
    "values/fleet.yaml": FLEET,
    "values/domains/shop.yaml": SHOP,
    "values/services/web/values.yaml": WEB,
}
"""One service in two environments."""


def write(folder: Path, files: Mapping[str, str | None]) -> Path:
    """The small repository with the files given over it (None leaves one out)."""
    for path, text in {**SMALL, **files}.items():
        if text is None:
            continue
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(textwrap.dedent(text), encoding="utf8", newline="\n")
    return folder
