"""The Argo CD tree: what Argo CD will read, and in which order."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from generator.argocd.waves import wave
from generator.build import build
from generator.model import Fleet
from generator.values.source import read_source
from tests.repositories import FLEET, SHOP, WEB, write

KEDA = """\
chart: {repository: https://charts.example.com, name: keda, version: 2.18.1}
namespace: keda-system
provides: [keda.sh]
values: {replicas: 2}
"""


def fleet(folder: Path, files: dict[str, str | None] | None = None) -> Fleet:
    built = build(read_source(write(folder, files or {})))
    assert built.findings == ()
    return built.fleet


def body(fleet: Fleet, path: str) -> Any:
    return next(m.body for m in fleet if m.path == path)


def test_the_root_reads_only_the_apps_folder_and_sits_in_its_own_project(tmp_path: Path) -> None:
    root = body(fleet(tmp_path), "production/root.yaml")
    assert root["metadata"]["name"] == "production-root"
    assert root["metadata"]["namespace"] == "argocd"
    assert "finalizers" not in root["metadata"]
    assert root["spec"]["project"] == "production-root"
    assert root["spec"]["source"] == {
        "repoURL": "https://git.example.com/gitops", "targetRevision": "main", "path": "rendered/production/apps",
    }  # fmt: skip
    assert root["spec"]["destination"] == {"server": "https://kubernetes.default.svc", "namespace": "argocd"}


def test_a_child_says_everything_that_keeps_production_safe(tmp_path: Path) -> None:
    child = body(fleet(tmp_path), "production/apps/application-production-web.yaml")
    assert child["metadata"]["annotations"] == {
        "argocd.argoproj.io/manifest-generate-paths": ".",
        "argocd.argoproj.io/sync-options": "Prune=confirm",
    }
    assert child["spec"]["destination"] == {"server": "https://production.example.com", "namespace": "shop"}
    assert child["spec"]["syncPolicy"] == {
        "automated": {"prune": True, "selfHeal": True, "allowEmpty": False},
        "syncOptions": [
            "ApplyOutOfSyncOnly=true", "FailOnSharedResource=true", "PruneLast=true", "ServerSideApply=true",
            "SkipDryRunOnMissingResource=true",
        ],
        "retry": {"limit": 5, "backoff": {"duration": "10s", "factor": 2, "maxDuration": "3m"}},
    }  # fmt: skip
    assert child["spec"]["revisionHistoryLimit"] == 10


def test_the_application_of_a_domain_names_a_namespace_that_its_project_permits(tmp_path: Path) -> None:
    made = fleet(tmp_path)
    child = body(made, "dev/apps/application-dev-shop.yaml")
    assert child["spec"]["destination"] == {"server": "https://dev.example.com", "namespace": "shop"}
    project = body(made, "dev/apps/appproject-dev-shop.yaml")
    assert child["spec"]["destination"] in project["spec"]["destinations"]


def test_a_project_allows_exactly_what_its_domain_renders(tmp_path: Path) -> None:
    made = fleet(tmp_path)
    project = body(made, "dev/apps/appproject-dev-shop.yaml")["spec"]
    rendered = [m for m in made if m.environment == "dev" and m.component != "argocd"]
    namespaced = sorted({(m.id.group, m.id.kind) for m in rendered if m.id.namespace})
    assert [(row["group"], row["kind"]) for row in project["namespaceResourceWhitelist"]] == namespaced
    assert project["clusterResourceWhitelist"] == [{"group": "", "kind": "Namespace"}]
    assert project["destinations"] == [{"server": "https://dev.example.com", "namespace": "shop"}]
    assert project["sourceRepos"] == ["https://git.example.com/gitops"]


def test_a_namespace_is_created_by_argo_cd_only_where_no_domain_declares_it(tmp_path: Path) -> None:
    made = fleet(tmp_path, {"values/domains/shop.yaml": "description: The shop.\n"})
    options = body(made, "dev/apps/application-dev-web.yaml")["spec"]["syncPolicy"]["syncOptions"]
    assert "CreateNamespace=true" in options


def test_a_chart_is_one_application_before_everything_that_needs_it(tmp_path: Path) -> None:
    files: dict[str, str | None] = {
        "values/fleet.yaml": FLEET.replace("shop: {owner: shop-team}", "shop: {}\n  platform: {}"),
        "values/platform/keda.yaml": KEDA,
        "values/platform/mesh.yaml": KEDA.replace("keda", "mesh") + "needs: [keda]\n",
    }
    made = fleet(tmp_path, files)
    keda = body(made, "production/apps/application-production-keda.yaml")
    assert keda["spec"]["source"] == {
        "repoURL": "https://charts.example.com", "chart": "keda", "targetRevision": "2.18.1",
        "helm": {"releaseName": "keda", "valuesObject": {"replicas": 2}},
    }  # fmt: skip
    assert "sources" not in keda["spec"]
    waves = {m.id.name: m.wave for m in made if m.environment == "production" and m.component == "argocd"}
    assert waves == {
        "production-root": -100, "production-platform": -100, "production-shop": -100, "production-keda": -50,
        "production-mesh": -49, "production-web": 0,
    } | {"production-shop": waves["production-shop"], "production-root": waves["production-root"]}  # fmt: skip
    project = body(made, "production/apps/appproject-production-platform.yaml")["spec"]
    assert project["sourceRepos"] == ["https://charts.example.com", "https://git.example.com/gitops"]
    assert [row["namespace"] for row in project["destinations"]] == ["keda-system", "mesh-system"]


@pytest.mark.parametrize(
    ("choice", "finalizers"),
    [
        ("none", None),
        ("background", ["resources-finalizer.argocd.argoproj.io/background"]),
        ("foreground", ["resources-finalizer.argocd.argoproj.io"]),
    ],
)
def test_finalizers_are_a_choice_of_the_environment(tmp_path: Path, choice: str, finalizers: list[str] | None) -> None:
    made = fleet(tmp_path, {"values/environments/dev.yaml": f"argocd: {{finalizer: {choice}}}\n"})
    child = body(made, "dev/apps/application-dev-web.yaml")
    assert child["metadata"].get("finalizers") == finalizers
    assert "finalizers" not in body(made, "dev/root.yaml")["metadata"]


def test_notifications_come_from_the_domain_and_the_service_adds_its_own(tmp_path: Path) -> None:
    files: dict[str, str | None] = {
        "values/domains/shop.yaml": SHOP + "argocd: {notifications: {on-sync-failed: {slack: [shop, ops]}}}\n",
        "values/services/web/values.yaml": WEB + "argocd: {notifications: {on-deployed: {slack: [web]}}}\n",
    }
    notes = body(fleet(tmp_path, files), "dev/apps/application-dev-web.yaml")["metadata"]["annotations"]
    assert notes["notifications.argoproj.io/subscribe.on-sync-failed.slack"] == "shop;ops"
    assert notes["notifications.argoproj.io/subscribe.on-deployed.slack"] == "web"


def test_ignored_differences_bring_the_option_that_makes_them_hold(tmp_path: Path) -> None:
    rows = "{group: apps, kind: Deployment, jsonPointers: [/spec/replicas], reason: an operator sets it}"
    files: dict[str, str | None] = {
        "values/services/web/values.yaml": WEB + f"argocd: {{ignoreDifferences: [{rows}]}}\n"
    }
    spec = body(fleet(tmp_path, files), "dev/apps/application-dev-web.yaml")["spec"]
    assert spec["ignoreDifferences"] == [{"group": "apps", "kind": "Deployment", "jsonPointers": ["/spec/replicas"]}]
    assert "RespectIgnoreDifferences=true" in spec["syncPolicy"]["syncOptions"]


def test_an_unknown_sync_option_is_refused(tmp_path: Path) -> None:
    files: dict[str, str | None] = {
        "values/services/web/values.yaml": WEB + "argocd: {syncOptions: {ServerSideAply: true}}\n"
    }
    found = build(read_source(write(tmp_path, files))).findings
    assert [(str(f.origin), f.fix.text if f.fix else "") for f in found] == [
        ("values/services/web/values.yaml:7:24", "write `ServerSideApply`")
    ]


def test_nobody_writes_a_tracking_id(tmp_path: Path) -> None:
    assert not [m.path for m in fleet(tmp_path) if "argocd.argoproj.io/tracking-id" in m.text]


def test_waves_follow_references_between_kinds() -> None:
    present = frozenset({
        ("v1", "ServiceAccount"), ("external-secrets.io/v1", "ExternalSecret"), ("v1", "ConfigMap"),
        ("apps/v1", "Deployment"), ("v1", "Service"), ("keda.sh/v1alpha1", "TriggerAuthentication"),
        ("keda.sh/v1alpha1", "ScaledObject"), ("policy/v1", "PodDisruptionBudget"),
        ("networking.istio.io/v1", "DestinationRule"), ("networking.istio.io/v1", "VirtualService"),
        ("monitoring.coreos.com/v1", "PrometheusRule"),
    })  # fmt: skip
    order = {kind: wave(api_version, kind, present) for api_version, kind in present}
    assert order == {
        "ServiceAccount": 0, "ExternalSecret": 0, "ConfigMap": 0, "Service": 0, "TriggerAuthentication": 1,
        "Deployment": 2, "ScaledObject": 3, "PodDisruptionBudget": 3, "DestinationRule": 3, "VirtualService": 4,
        "PrometheusRule": 5,
    }  # fmt: skip
