"""What a change does: pairs, removals, owners, fields that never change."""

from __future__ import annotations

from generator.facts.changes import immutable_changes, owner_names, pairs, pruned, removed
from tests.rule_examples import cluster

MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {0}, namespace: shop}}\n"
APP = """\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: web, namespace: argocd}
spec:
  destination: {name: in-cluster}
  source: {repoURL: "https://one", path: web}
  syncPolicy: {automated: {prune: true}}
"""
BEFORE = "# file: web/a.yaml\n---\n" + MAP.format("a") + "# file: web/b.yaml\n---\n" + MAP.format("b")
ROOT = "# file: root/web.yaml\n---\n" + APP


def test_without_a_past_nothing_changed() -> None:
    seen = cluster(BEFORE + ROOT)
    assert (pairs(seen), removed(seen), list(pruned(seen))) == ((), (), [])


def test_objects_are_paired_by_identity_and_the_rest_is_gone() -> None:
    seen = cluster("# file: web/c.yaml\n---\n" + MAP.format("a") + ROOT, before=BEFORE + ROOT)
    assert [now.id.name for _, now in pairs(seen)] == ["a", "web"]
    assert [manifest.id.name for manifest in removed(seen)] == ["b"]
    assert [(gone.manifest.id.name, gone.by.manifest.id.name) for gone in pruned(seen)] == [("b", "web")]


def test_objects_know_their_application() -> None:
    found = owner_names(cluster(BEFORE + ROOT))
    assert {who.name: [owner.name for owner in owners] for who, owners in found.items()} == {"a": ["web"], "b": ["web"]}


def service(spec: str) -> str:
    return f"apiVersion: v1\nkind: Service\nmetadata: {{name: a, namespace: shop}}\nspec: {{{spec}}}\n"


def changed(before: str, now: str) -> list[tuple[str | int, ...]]:
    return list(immutable_changes(cluster(before).manifests[0], cluster(now).manifests[0]))


def test_an_immutable_map_keeps_its_content_and_stays_immutable() -> None:
    held = MAP.format("a") + "immutable: true\ndata: {x: one}\n"
    assert changed(held, held) == []
    assert changed(held, held.replace("one", "two")) == [("data",)]
    assert changed(held, held.replace("immutable: true\n", "")) == [("immutable",)]
    assert changed(held.replace("immutable: true\n", ""), held.replace("one", "two")) == []


def test_an_address_left_out_is_no_change() -> None:
    assert changed(service("clusterIP: 10.0.0.1"), service("type: ClusterIP")) == []
    assert changed(service("clusterIP: 10.0.0.1"), service("clusterIP: None")) == [("spec", "clusterIP")]
