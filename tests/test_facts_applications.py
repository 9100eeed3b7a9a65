"""Applications: URLs, sources, options and destinations as Argo CD reads them."""

from __future__ import annotations

import pytest

from generator.facts.applications import (
    annotated_options,
    applications,
    automated,
    destination,
    options,
    plain_url,
    same_repository,
    sources,
)
from tests.rule_examples import cluster

APP = """\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: web, namespace: argocd}
spec:
  destination: {name: prod, namespace: shop}
  source: {repoURL: "https://one", path: a}
  sources: [{repoURL: "https://two", path: b}, {repoURL: "https://three", ref: c}]
  syncPolicy: {automated: {enabled: false}, syncOptions: [PruneLast=true, " Validate=false"]}
"""
SECRET = """\
apiVersion: v1
kind: Secret
metadata: {name: prod, namespace: argocd, labels: {argocd.argoproj.io/secret-type: cluster}}
stringData: {name: prod, server: "https://prod.example.com/"}
"""


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        ("https://Git.example.com/Shop/Web.git", "https://git.example.com/shop/web"),
        ("https://git.example.com/shop/web/", "https://git.example.com/shop/web"),
        ("git@git.example.com:shop/web.git", "git.example.com/shop/web"),
        ("ssh://git@git.example.com:22/shop/web", "git.example.com/shop/web"),
    ],
)
def test_a_repository_has_one_name(url: str, plain: str) -> None:
    assert plain_url(url) == plain


def test_a_repository_is_the_same_by_any_protocol() -> None:
    assert same_repository("git@git.example.com:shop/web.git", "https://git.example.com/shop/web")
    assert not same_repository("https://git.example.com/shop/web", "https://git.example.com/shop/api")
    assert not same_repository("", "")


def test_several_sources_hide_the_single_one() -> None:
    (app,) = applications(cluster(APP))
    assert [(source.repository, source.folder, source.ref) for source in sources(app)] == [
        ("https://two", "b", ""),
        ("https://three", "", "c"),
    ]


def test_a_destination_is_completed_from_the_clusters_that_are_known() -> None:
    seen = cluster(f"{APP}---\n{SECRET}")
    assert destination(seen, applications(seen)[0]) == ("https://prod.example.com", "prod", "shop")
    alone = cluster(APP)
    assert destination(alone, applications(alone)[0]) == ("", "prod", "shop")


def test_automation_that_is_switched_off_is_none() -> None:
    (app,) = applications(cluster(APP))
    assert automated(app) is None
    assert options(app) == {"PruneLast": "true", "Validate": "false"}


def test_options_of_an_object_stand_in_its_annotation() -> None:
    text = SECRET.replace("metadata: {", 'metadata: {annotations: {argocd.argoproj.io/sync-options: "A=b, C=d"}, ')
    (secret,) = cluster(text).manifests
    assert annotated_options(secret) == {"A": "b", "C": "d"}
