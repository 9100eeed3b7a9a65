"""The command as a person uses it: the first ten minutes, exit codes, and never a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.repositories import WEB, write

ROOT = Path(__file__).resolve().parent.parent
MAIN = "import sys; sys.argv[0] = 'argosy'; from generator.cli import main; main()"


def argosy(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    command = [sys.executable, "-c", MAIN, *arguments]
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, encoding="utf8", timeout=60)
    assert "Traceback" not in done.stderr + done.stdout, done.stderr
    return done


def test_the_first_ten_minutes(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    done = argosy(tmp_path, "init", "--repo", "https://github.com/acme/gitops", "--domain", "shop")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "values/services/web/values.yaml").is_file()
    done = argosy(tmp_path, "render")
    assert (done.returncode, done.stdout.split("   ")[0]) == (0, "rendered/  3 environments, 1 service, 37 manifests")
    stats = {path: path.stat().st_mtime_ns for path in (tmp_path / "rendered").rglob("*")}
    again = argosy(tmp_path, "render")
    assert again.stdout.startswith("rendered/  nothing to do")
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "rendered").rglob("*")} == stats
    done = argosy(tmp_path, "validate")
    assert done.returncode == 0, done.stdout
    done = argosy(tmp_path, "new", "api", "--image", "ghcr.io/acme/api:2.0.0")
    assert done.returncode == 0, done.stderr
    done = argosy(tmp_path, "render", "--check")
    assert done.returncode == 1
    assert argosy(tmp_path, "render").returncode == 0
    assert argosy(tmp_path, "render", "--check").returncode == 0
    done = argosy(tmp_path, "why", "rendered/production/shop/web/horizontalpodautoscaler-web.yaml", "spec.maxReplicas")
    assert done.stdout == "  maxReplicas: 4\n  <- values/services/web/values.yaml:8:28  autoscaling.max: 4\n"


def test_init_never_overwrites(tmp_path: Path) -> None:
    (tmp_path / "renovate.json").write_text("mine", encoding="utf8")
    done = argosy(tmp_path, "init", "--repo", "https://github.com/acme/gitops", "--domain", "shop")
    assert "= renovate.json is there already" in done.stdout
    assert (tmp_path / "renovate.json").read_text("utf8") == "mine"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--version"], 0, "argosy 0."),
        (["--help"], 0, "Usage: argosy COMMAND"),
        ([], 2, "Usage: argosy COMMAND"),
        (["rendr"], 2, "did you mean `argosy render`?"),
        (["render", "--chek"], 2, "--check"),
        (["render"], 2, "no values/ folder"),
        (["init", "--repo", "x\ny: 1", "--domain", "shop"], 2, "is not a git URL"),
        (["init", "--repo", "https://github.com/a/b", "--domain", "../x"], 2, "is not a name"),
    ],
)
def test_exit_codes_of_what_people_type(tmp_path: Path, arguments: list[str], code: int, words: str) -> None:
    done = argosy(tmp_path, *arguments)
    assert done.returncode == code
    assert words in done.stdout + done.stderr


def test_nothing_is_written_while_one_file_is_wrong(tmp_path: Path) -> None:
    write(tmp_path, {"values/services/api/values.yaml": WEB + "replcas: 1\n"})
    done = argosy(tmp_path, "render")
    assert done.returncode == 2
    assert "did you mean `replicas`?" in done.stderr
    assert not (tmp_path / "rendered").exists()


def test_an_unknown_environment_or_service_names_the_known_ones(tmp_path: Path) -> None:
    write(tmp_path, {})
    done = argosy(tmp_path, "render", "--env", "prodcution")
    assert (done.returncode, "dev, production" in done.stderr) == (2, True)
    done = argosy(tmp_path, "render", "wbe")
    assert (done.returncode, "did you mean web?" in done.stderr) == (2, True)


def test_a_named_service_leaves_the_others_alone(tmp_path: Path) -> None:
    write(tmp_path, {"values/services/api/values.yaml": WEB})
    assert argosy(tmp_path, "render").returncode == 0
    for name in ("web", "api"):
        (tmp_path / f"values/services/{name}/values.yaml").write_text(WEB + "replicas: 2\n", encoding="utf8")
    done = argosy(tmp_path, "render", "web")
    assert "~ 4 changed" in done.stdout, done.stdout
    assert "replicas: 2" in (tmp_path / "rendered/dev/shop/web/deployment-web.yaml").read_text("utf8")
    assert "replicas: 1" in (tmp_path / "rendered/dev/shop/api/deployment-api.yaml").read_text("utf8")


def test_a_named_service_gives_what_a_whole_render_gives(tmp_path: Path) -> None:
    write(tmp_path, {"values/services/api/values.yaml": WEB})
    assert argosy(tmp_path, "render").returncode == 0
    (tmp_path / "values/services/web/values.yaml").write_text(WEB + "env: {LEVEL: debug}\n", encoding="utf8")
    (tmp_path / "values/services/web/dev.yaml").write_text("replicas: 2\n", encoding="utf8")
    done = argosy(tmp_path, "render", "web")
    assert (done.returncode, "1 service, " in done.stdout) == (0, True), done.stderr
    assert argosy(tmp_path, "render", "--check", "--no-cache").returncode == 0


def test_a_named_service_does_not_wait_for_another_that_is_broken(tmp_path: Path) -> None:
    write(tmp_path, {"values/services/api/values.yaml": WEB})
    assert argosy(tmp_path, "render").returncode == 0
    (tmp_path / "values/services/web/values.yaml").write_text(WEB + "replicas: 2\n", encoding="utf8")
    (tmp_path / "values/services/api/values.yaml").write_text("domain: [\n", encoding="utf8")
    assert argosy(tmp_path, "render").returncode == 2
    assert argosy(tmp_path, "render", "web").returncode == 0
    assert "replicas: 2" in (tmp_path / "rendered/dev/shop/web/deployment-web.yaml").read_text("utf8")
    done = argosy(tmp_path, "render", "api")
    assert (done.returncode, "values/services/api/values.yaml" in done.stderr) == (2, True)


def test_a_named_service_that_names_its_callers_is_rendered_among_all(tmp_path: Path) -> None:
    shop = "description: The shop.\nnamespaces:\n  shop: {}\n"
    called = WEB + "access: {from: [{service: api}]}\n"
    write(tmp_path, {"values/services/api/values.yaml": WEB, "values/domains/shop.yaml": shop})
    assert argosy(tmp_path, "render").returncode == 0
    (tmp_path / "values/services/web/values.yaml").write_text(called, encoding="utf8")
    assert argosy(tmp_path, "render", "web").returncode == 0
    policies = [path for path in (tmp_path / "rendered/dev/shop/web").iterdir() if "authorizationpolicy" in path.name]
    assert [path for path in policies if "/sa/api" in path.read_text("utf8")] != []


def test_an_object_that_a_named_service_loses_is_guarded_as_ever(tmp_path: Path) -> None:
    extra = "manifests:\n  spare: {apiVersion: v1, kind: ConfigMap, metadata: {name: spare, namespace: shop}}\n"
    write(tmp_path, {"values/services/web/values.yaml": WEB + extra})
    assert argosy(tmp_path, "render").returncode == 0
    gone = tmp_path / "rendered/dev/shop/web/configmap-spare.yaml"
    assert gone.is_file()
    (tmp_path / "values/services/web/values.yaml").write_text(WEB, encoding="utf8")
    done = argosy(tmp_path, "render", "web")
    assert (done.returncode, gone.is_file()) == (4, True)
    digest = done.stderr.split("--confirm-deletes ")[1].split()[0].strip("`.")
    assert argosy(tmp_path, "render", "web", "--confirm-deletes", digest).returncode == 0
    assert not gone.exists()


def test_a_hand_edit_is_refused_until_it_is_confirmed(tmp_path: Path) -> None:
    write(tmp_path, {})
    argosy(tmp_path, "render")
    edited = tmp_path / "rendered/dev/shop/web/deployment-web.yaml"
    edited.write_text(edited.read_text("utf8").replace("replicas: 1", "replicas: 7"), encoding="utf8")
    done = argosy(tmp_path, "render", "--no-cache")
    assert done.returncode == 4
    assert "replicas: 7" in edited.read_text("utf8")
    assert argosy(tmp_path, "render", "--overwrite-edits").returncode == 0
    assert "replicas: 1" in edited.read_text("utf8")


def test_deleting_an_application_needs_a_word(tmp_path: Path) -> None:
    write(tmp_path, {"values/services/api/values.yaml": WEB})
    argosy(tmp_path, "render")
    (tmp_path / "values/services/api/values.yaml").unlink()
    done = argosy(tmp_path, "render")
    assert done.returncode == 4
    assert (tmp_path / "rendered/dev/shop/api/deployment-api.yaml").is_file()
    digest = done.stderr.split("--confirm-deletes ")[1].split()[0].strip("`.")
    assert argosy(tmp_path, "render", "--confirm-deletes", digest).returncode == 0
    assert not (tmp_path / "rendered/dev/shop/api").exists()


def test_shards_together_are_the_whole(tmp_path: Path) -> None:
    write(tmp_path, {"values/services/api/values.yaml": WEB})
    whole = argosy(tmp_path, "render", "--stdout").stdout
    parts = [argosy(tmp_path, "render", "--stdout", "--shard", f"{n}/2").stdout for n in (1, 2)]
    heads = [line for line in whole.split("\n") if line.startswith("# rendered/") and "/apps/" not in line]
    found = [line for part in parts for line in part.split("\n") if line.startswith("# rendered/")]
    assert sorted(found) == sorted(line for line in heads if "root.yaml" not in line)


def test_a_closed_pipe_is_no_error_of_ours(tmp_path: Path) -> None:
    write(tmp_path, {})
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    child = subprocess.Popen(
        [sys.executable, "-c", MAIN, "render", "--stdout"], cwd=tmp_path, env=env, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )  # fmt: skip
    assert child.stdout is not None and child.stderr is not None
    child.stdout.close()
    assert child.wait(timeout=60) == 141
    assert child.stderr.read() == b""
    child.stderr.close()


def test_one_environment_of_a_clean_tree_is_clean(tmp_path: Path) -> None:
    write(tmp_path, {"values/services/web/dev.yaml": "replicas: 2\n"})
    assert argosy(tmp_path, "render").returncode == 0
    for environment in ("dev", "production"):
        assert argosy(tmp_path, "render", "--check", "--env", environment).returncode == 0
        assert argosy(tmp_path, "validate", "--env", environment, "--fail-on", "error").returncode == 0


def test_a_list_of_deletions_has_lines_of_its_own(tmp_path: Path) -> None:
    write(tmp_path, {"values/services/api/values.yaml": WEB})
    argosy(tmp_path, "render")
    (tmp_path / "values/services/api/values.yaml").unlink()
    assert (
        "\n  dev/shop/api: 6 of 6 objects\n    - ConfigMap shop/api-dashboards\n" in argosy(tmp_path, "render").stderr
    )
