"""The tool that gathers facts of KEDA's scalers, on two small releases."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

TOOL = Path(__file__).resolve().parents[1] / "tools" / "build_scalers.py"
BUILDER = """package scaling
func build() {{
	switch triggerType {{
{cases}
	}}
}}
"""
SOURCE = """package scalers

type queueMetadata struct {
	Length int64  `keda:"name=length, order=triggerMetadata, default=5"`
	Host   string `keda:"name=host;hosts, order=triggerMetadata;resolvedEnv;authParams"`
}

func NewQueueScaler(config *ScalerConfig) (Scaler, error) {
"""


def release(folder: Path, scalers: dict[str, list[dict[str, object]]]) -> Path:
    (folder / "pkg/scaling").mkdir(parents=True)
    (folder / "pkg/scalers").mkdir()
    (folder / "schema/generated").mkdir(parents=True)
    cases = "\n".join(f'\tcase "{name}":\n\t\treturn scalers.NewQueueScaler(config)' for name in scalers)
    (folder / "pkg/scaling/scalers_builder.go").write_text(BUILDER.format(cases=cases))
    (folder / "pkg/scalers/queue_scaler.go").write_text(SOURCE)
    rows = [{"type": name, "parameters": parameters} for name, parameters in scalers.items()]
    (folder / "schema/generated/scalers.json").write_text(json.dumps({"scalers": rows}))
    return folder


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, str(TOOL), *arguments], capture_output=True, text=True, check=False)


def test_two_releases_are_folded_into_one_set_of_facts(tmp_path: Path) -> None:
    everywhere = {"metadataVariableReadable": True, "envVariableReadable": True}
    length = {"name": "length", "type": "string", "default": "5", "metadataVariableReadable": True}
    hosts = [{"name": name, "type": "string", **everywhere} for name in ("host", "hosts")]
    told = "The 'mode' setting is DEPRECATED and is removed in v1.2 - Use 'length' instead."
    mode = {"name": "mode", "type": "string", "deprecated": told, "metadataVariableReadable": True}
    old = release(tmp_path / "old", {"queue": [length, *hosts], "gone": [length]})
    new = release(tmp_path / "new", {"queue": [length, *hosts, mode], "fresh": [length]})
    done = run(f"1.2={new}", f"1.1={old}")
    assert done.returncode == 0, done.stderr
    facts = json.loads(done.stdout)
    assert facts["versions"] == ["1.1", "1.2"]
    assert {name: {k: v for k, v in row.items() if k != "parameters"} for name, row in facts["scalers"].items()} == {
        "fresh": {"since": "1.2"},
        "gone": {"until": "1.2"},
        "queue": {},
    }
    assert facts["scalers"]["queue"]["parameters"] == {
        "host": {"in": "me", "required": True, "or": ["hosts"]},
        "hosts": {"in": "me", "required": True, "or": ["host"]},
        "length": {"in": "m", "type": "int", "default": "5"},
        "mode": {"in": "m", "since": "1.2", "deprecated": "1.2", "removed": "1.2", "instead": ["length"]},
    }


def test_a_folder_that_is_no_release_is_refused(tmp_path: Path) -> None:
    done = run(f"1.1={tmp_path}")
    assert (done.returncode, done.stdout) == (2, "")
    assert "each an unpacked github.com/kedacore/keda/v2" in done.stderr
