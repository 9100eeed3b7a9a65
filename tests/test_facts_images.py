"""Where images come from, however short they are written."""

from __future__ import annotations

import pytest

from generator.facts.images import comes_from, repository


@pytest.mark.parametrize(
    ("image", "registry", "path"),
    [
        ("nginx", "docker.io", "library/nginx"),
        ("nginx:1.29", "docker.io", "library/nginx"),
        ("acme/web:1", "docker.io", "acme/web"),
        ("index.docker.io/acme/web", "docker.io", "acme/web"),
        ("ghcr.io/acme/team/web:1@sha256:00", "ghcr.io", "acme/team/web"),
        ("localhost/web", "localhost", "web"),
        ("registry:5000/web:1", "registry:5000", "web"),
        ("registry.k8s.io/pause@sha256:00", "registry.k8s.io", "pause"),
    ],
)
def test_the_registry_is_told_from_the_path(image: str, registry: str, path: str) -> None:
    assert repository(image) == (registry, path)


@pytest.mark.parametrize(
    ("image", "allowed", "answer"),
    [
        ("ghcr.io/acme/web:1", "ghcr.io/acme", True),
        ("ghcr.io/acme/web:1", "ghcr.io/acme/", True),
        ("ghcr.io/acme-evil/web:1", "ghcr.io/acme", False),
        ("ghcr.io.evil.example/acme/web:1", "ghcr.io", False),
        ("nginx", "docker.io/library", True),
        ("acme/web", "docker.io/library", False),
        ("1.dkr.ecr.eu-west-1.amazonaws.com/web", "*.amazonaws.com", True),
        ("ghcr.io/acme/web", "ghcr.io/acme/web", True),
    ],
)
def test_an_image_lies_in_a_registry_or_a_path_of_it(image: str, allowed: str, answer: bool) -> None:
    assert comes_from(image, allowed) is answer
