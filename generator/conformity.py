"""Objects against the schemas of their kinds, in the form `validate` takes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from generator.facts.cluster import Cluster, kind_name
from generator.model import Manifest, Scene
from generator.rules.problem import Problem
from generator.schema_store.problem import Problem as SchemaProblem
from generator.schema_store.store import SchemaStore

_CRD = "CustomResourceDefinition.apiextensions.k8s.io"


class Conformity:
    """Judges every object of a cluster; schemas of one Kubernetes version are compiled once, when a kind occurs.

    The CRDs among `manifests` are schemas too, stronger than the bundled ones and weaker than those in `user_dirs`.
    An environment has its own CRDs first and those of all others after them, since one folder may install for all.
    """

    def __init__(self, user_dirs: Sequence[Path] = (), manifests: Iterable[Manifest] = ()) -> None:
        self._user_dirs = tuple(user_dirs)
        self._stores: dict[tuple[str, str], SchemaStore] = {}
        self._crds: dict[str, list[Mapping[str, Any]]] = {}
        for manifest in manifests:
            if kind_name(manifest) == _CRD:
                self._crds.setdefault(manifest.environment, []).append(manifest.body)

    def store(self, cluster: Cluster) -> SchemaStore:
        """The schemas for the Kubernetes version of a cluster and the CRDs that hold there."""
        version = cluster.assumed("kubernetes")
        # All that have no CRDs of their own share one store, and so do all where one environment alone has any.
        first = cluster.name if cluster.name in self._crds and len(self._crds) > 1 else ""
        if (version, first) not in self._stores:
            self._stores[version, first] = SchemaStore(version, self._user_dirs, self._installed(first))
        return self._stores[version, first]

    def _installed(self, first: str) -> list[Mapping[str, Any]]:
        return [crd for name in sorted(self._crds, key=lambda name: (name != first, name)) for crd in self._crds[name]]

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
