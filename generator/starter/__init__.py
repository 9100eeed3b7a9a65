"""What a new repository, and a new service, start with: commented, valid at once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

_FILES = Path(__file__).parent / "files"

PLACES: Mapping[str, str] = {
    "fleet.yaml": "values/fleet.yaml",
    "defaults.yaml": "values/defaults.yaml",
    "dev.yaml": "values/environments/dev.yaml",
    "staging.yaml": "values/environments/staging.yaml",
    "production.yaml": "values/environments/production.yaml",
    "domain.yaml": "values/domains/{domain}.yaml",
    "service.yaml": "values/services/{service}/values.yaml",
    "service-dev.yaml": "values/services/{service}/dev.yaml",
    "gitattributes": ".gitattributes",
    "gitignore": ".gitignore",
    "pre-commit.yaml": ".pre-commit-config.yaml",
    "workflow.yaml": ".github/workflows/argosy.yml",
    "renovate.json": "renovate.json",
    "vscode.json": ".vscode/settings.json",
}
"""Where each starting file goes in a repository; {domain} and {service} are names a person chose."""


def repository(url: str, domain: str, service: str) -> Mapping[str, str]:
    """Path to text of everything a new repository starts with, but the schemas for editors."""
    words = {"@url@": url, "@domain@": domain, "@service@": service, "@namespace@": domain}
    return {place.format(domain=domain, service=service): _text(name, words) for name, place in PLACES.items()}


def service(name: str, domain: str, namespace: str, repository: str, tag: str) -> str:
    """The values.yaml of a new service."""
    words = {
        "@domain@": domain,
        "@service@": name,
        "@namespace@": namespace,
        "ghcr.io/example/@service@": repository,
        '"1.0.0"': f'"{tag}"',
    }
    return _text("service.yaml", words)


def _text(name: str, words: Mapping[str, str]) -> str:
    text = (_FILES / name).read_text("utf8")
    for word, value in sorted(words.items(), key=lambda row: -len(row[0])):
        text = text.replace(word, value)
    return text
