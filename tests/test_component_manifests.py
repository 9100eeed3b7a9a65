"""What the cases of a service's own components expect is what Kubernetes, KEDA and External Secrets accept."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from generator.schema_store import SchemaStore

HERE = Path(__file__).parent / "components"
COMPONENTS = ("workload", "service", "identity", "config", "secrets", "disruption", "autoscaling")
CASES = sorted(path for name in COMPONENTS for path in (HERE / name).glob("*.yaml") if "refused" not in path.name)


@pytest.mark.parametrize("path", CASES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_expected_manifests_fit_their_schemas(path: Path, store: SchemaStore) -> None:
    manifests = yaml.safe_load(path.read_text(encoding="utf8")).get("manifests", [])
    for manifest in manifests:
        schema = store.schema(manifest["apiVersion"], manifest["kind"])
        assert schema is not None, f"no schema for {manifest['apiVersion']} {manifest['kind']}"
        problems = [(problem.path, problem.message) for problem in schema.problems(manifest)]
        assert problems == []


@pytest.mark.parametrize("path", CASES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_controllers_select_the_pods_of_their_own_template(path: Path) -> None:
    manifests = yaml.safe_load(path.read_text(encoding="utf8")).get("manifests", [])
    controllers = [m for m in manifests if m["kind"] in ("Deployment", "StatefulSet")]
    for controller in controllers:
        selector = controller["spec"]["selector"]["matchLabels"]
        matched = [
            other["metadata"]["name"]
            for other in controllers
            if selector.items() <= other["spec"]["template"]["metadata"]["labels"].items()
        ]
        assert matched == [controller["metadata"]["name"]]


@pytest.fixture(scope="module")
def store() -> SchemaStore:
    return SchemaStore("1.33")
