"""Which Application renders what."""

from __future__ import annotations

import pytest

from generator.facts.cluster import Cluster
from generator.facts.rendered_by import owners, rendered, together, tree, would_know
from tests.rule_examples import cluster

MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {0}, namespace: shop}}\n"


def app(name: str, source: str) -> str:
    return (
        f"apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {{name: {name}, namespace: argocd}}\n"
        f"spec: {{destination: {{name: in-cluster}}, source: {{repoURL: 'https://one', {source}}}}}\n"
    )


def placed(*files: tuple[str, str]) -> str:
    return "".join(f"# file: {name}\n---\n{text}" for name, text in files)


FILES = (("web/a.yaml", MAP.format("a")), ("web/deep/b.yaml", MAP.format("b")), ("web/c.yaml", MAP.format("c")))


def seen(source: str, settings: str = "") -> Cluster:
    return cluster(placed(*FILES, ("root/apps.yaml", app("web", source))), settings)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("path: web", ["a", "c"]),
        ("path: web/", ["a", "c"]),
        ("path: web, directory: {recurse: true}", ["a", "b", "c"]),
        ("path: web, directory: {exclude: 'a*'}", ["c"]),
        ("path: web, directory: {include: '{a,b}.yaml'}", ["a"]),
        ("path: web/deep", ["b"]),
    ],
)
def test_a_folder_is_read_as_argo_cd_reads_it(source: str, expected: list[str]) -> None:
    (found,) = rendered(seen(source)).values()
    assert sorted(manifest.id.name for manifest in found) == expected


@pytest.mark.parametrize(
    "source", ["path: web, kustomize: {namePrefix: a}", "path: web, targetRevision: v1", "chart: a"]
)
def test_what_cannot_be_known_is_left_out(source: str) -> None:
    assert rendered(seen(source)) == {}


def test_a_folder_with_a_chart_is_helms() -> None:
    assert rendered(seen("path: web", "files: [web/Chart.yaml]")) == {}


def test_objects_know_their_applications_and_who_is_applied_with_them() -> None:
    found = seen("path: web")
    by_name = {manifest.id.name: manifest for manifest in found.manifests}
    assert [each.manifest.id.name for each in owners(found)[id(by_name["a"])]] == ["web"]
    assert id(by_name["b"]) not in owners(found)
    groups = [sorted(manifest.id.name for manifest in group) for group in together(found)]
    assert groups == [["a", "c"], ["web"], ["b"]]


def test_a_path_may_lie_deeper_than_what_was_given() -> None:
    found = cluster(placed(("repo/web/a.yaml", MAP.format("a")), ("repo/root/apps.yaml", app("web", "path: web"))))
    assert tree(found).resolve("web") == "repo/web"
    assert tree(found).resolve("api") is None


def test_a_missing_folder_is_certain_only_where_every_file_is_known() -> None:
    assert not would_know(seen("path: web"), "web/other")
    assert would_know(seen("path: web", "files: [web/x.txt]"), "web/other")
    assert not would_know(seen("path: web", "files: [web/x.txt]"), "infra/other")
