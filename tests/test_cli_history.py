"""What git knows of rendered/ at the merge base."""

from __future__ import annotations

import subprocess
from pathlib import Path

from generator.build import build
from generator.cli.history import History
from generator.values.source import read_source
from tests.repositories import WEB, write
from tests.test_cli import argosy


def git(folder: Path, *arguments: str) -> None:
    who = ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "init.defaultBranch=main"]
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


def committed(folder: Path) -> Path:
    write(folder, {"values/services/api/values.yaml": WEB})
    git(folder, "init", "-q")
    assert argosy(folder, "render").returncode == 0
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "first")
    git(folder, "switch", "-qc", "change")
    return folder


def test_unchanged_objects_are_shared_and_changed_ones_are_as_they_were(tmp_path: Path) -> None:
    folder = committed(tmp_path)
    (folder / "values/services/web/values.yaml").write_text(WEB + "replicas: 3\n", encoding="utf8")
    now = build(read_source(folder)).fleet
    before = History(folder).fleet(now)
    assert before is not None
    path = "dev/shop/web/deployment-web.yaml"
    old = next(m for m in before if m.path == path)
    assert (old.body["spec"]["replicas"], old.api_version, str(old.id)) == (1, "apps/v1", "Deployment.apps shop/web")
    same = "dev/shop/api/deployment-api.yaml"
    assert next(m for m in before if m.path == same) is next(m for m in now if m.path == same)


def test_a_deleted_object_is_still_there_before(tmp_path: Path) -> None:
    folder = committed(tmp_path)
    (folder / "values/services/api/values.yaml").unlink()
    now = build(read_source(folder)).fleet
    before = History(folder).fleet(now)
    assert before is not None
    assert {m.path for m in before} - {m.path for m in now} == {
        f"{env}/{path}"
        for env in ("dev", "production")
        for path in (
            f"apps/application-{env}-api.yaml",
            "shop/api/configmap-api-dashboards.yaml",
            "shop/api/deployment-api.yaml",
            "shop/api/poddisruptionbudget-api.yaml",
            "shop/api/prometheusrule-api-alerts.yaml",
            "shop/api/service-api.yaml",
            "shop/api/serviceaccount-api.yaml",
        )
    }


def test_without_git_nothing_is_known(tmp_path: Path) -> None:
    write(tmp_path, {})
    history = History(tmp_path)
    assert (history.commit, history.owned()) == ("", None)
    assert history.fleet(build(read_source(tmp_path)).fleet) is None
