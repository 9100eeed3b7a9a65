"""Objects against the schemas of their kinds, in the form `validate` takes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from generator.facts.cluster import Cluster
from generator.model import Manifest, Scene
from generator.rules.problem import Problem
from generator.schema_store.problem import Problem as SchemaProblem
from generator.schema_store.store import SchemaStore


class Conformity:
    """Judges every object of a cluster; schemas of one Kubernetes version are compiled once, when a kind occurs."""

    def __init__(self, user_dirs: Sequence[Path] = ()) -> None:
        self._user_dirs = tuple(user_dirs)
        self._stores: dict[str, SchemaStore] = {}

    def store(self, cluster: Cluster) -> SchemaStore:
        """The schemas for the Kubernetes version of a cluster."""
        version = cluster.assumed("kubernetes")
        if version not in self._stores:
            self._stores[version] = SchemaStore(version, self._user_dirs)
        return self._stores[version]

    def notes(self) -> list[str]:
        """What to know about the schemas used so far, such as a version that is not bundled."""
        return sorted({note for store in self._stores.values() for note in store.notes})

    def fits(self, scene: Scene, api_version: str, kind: str, body: Mapping[str, Any]) -> bool:
        """Whether an object of a scene has a schema and fits it."""
        store = self.store(Cluster(scene.environment, (), scene, scene.settings))
        schema = store.schema(api_version, kind)
        return schema is not None and schema.valid(body)

    def __call__(self, cluster: Cluster) -> Iterator[tuple[Manifest, Problem, str]]:
        """Each object that its schema refuses, what is wrong, and the name of the rule."""
        store = self.store(cluster)
        for manifest in cluster.manifests:
            schema = store.schema(manifest.api_version, manifest.id.kind)
            if schema is None:
                found = [store.suggest(manifest.api_version, manifest.id.kind)]
            elif schema.valid(manifest.body):
                continue
            else:
                found = schema.problems(manifest.body)
            for problem in found:
                yield manifest, _problem(problem), problem.rule


def _problem(found: SchemaProblem) -> Problem:
    # Text where a bare number or boolean stood changes nothing but its type: whoever wrote it meant the text.
    safe = found.rule == "type-mismatch" and isinstance(found.value, str)
    return Problem(
        found.message,
        found.path,
        found.fix,
        severity=found.severity,
        safe=safe,
        value=found.value,
        at_key=found.at_key,
    )
