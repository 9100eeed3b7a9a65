"""Objects against the schemas of their kinds, in the form `validate` takes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

from generator.facts.cluster import Cluster, kind_name
from generator.facts.deprecated_apis import ageing, deprecation
from generator.model import Manifest, Path, Scene
from generator.rules.problem import Place, Problem
from generator.schema_store.problem import Problem as SchemaProblem
from generator.schema_store.store import EVALUATED, SchemaStore

if TYPE_CHECKING:
    from generator.schema_store.cel.engine import Engine
    from generator.schema_store.cel.judge import Judge
    from generator.schema_store.cel.rules import Rule, Scope
    from generator.schema_store.kinds import Kind

CEL_RULE = "cel-rule-violation"
_CRD = "CustomResourceDefinition.apiextensions.k8s.io"


class Conformity:
    """Judges every object of a cluster; schemas of one Kubernetes version are compiled once, when a kind occurs.

    The CRDs among `manifests` are schemas too, stronger than the bundled ones and weaker than those in `user_dirs`.
    An environment has its own CRDs first and those of all others after them, since one folder may install for all.
    """

    def __init__(self, user_dirs: Sequence[FilePath] = (), manifests: Iterable[Manifest] = ()) -> None:
        self._user_dirs = tuple(user_dirs)
        self._stores: dict[tuple[str, str], SchemaStore] = {}
        self._crds: dict[str, list[Manifest]] = {}
        self._conditions = _Conditions()
        for manifest in manifests:
            if kind_name(manifest) == _CRD:
                self._crds.setdefault(manifest.environment, []).append(manifest)

    def store(self, cluster: Cluster) -> SchemaStore:
        """The schemas for the Kubernetes version of a cluster and the CRDs that hold there."""
        version = cluster.assumed("kubernetes")
        first = self._first(cluster)
        if (version, first) not in self._stores:
            crds = [crd.body for crd in self._installed(first)]
            self._stores[version, first] = SchemaStore(version, self._user_dirs, crds)
        return self._stores[version, first]

    def _first(self, cluster: Cluster) -> str:
        """The environment whose CRDs come first. All that have none of their own share one store, and so do all where
        one environment alone has any."""
        return cluster.name if cluster.name in self._crds and len(self._crds) > 1 else ""

    def _installed(self, first: str) -> list[Manifest]:
        return [crd for name in sorted(self._crds, key=lambda name: (name != first, name)) for crd in self._crds[name]]

    def notes(self) -> list[str]:
        """What to know about the schemas used so far, such as a version that is not bundled."""
        notes = {note for store in self._stores.values() for note in store.notes}
        return sorted(notes | self._conditions.notes())

    def fits(self, scene: Scene, api_version: str, kind: str, body: Mapping[str, Any]) -> bool:
        """Whether an object of a scene has a schema and fits it."""
        store = self.store(Cluster(scene.environment, (), scene, scene.settings))
        schema = store.schema(api_version, kind)
        return schema is not None and schema.valid(body)

    def __call__(self, cluster: Cluster) -> Iterator[tuple[Manifest, Problem, str]]:
        """Each object that its schema refuses, what is wrong, and the name of the rule."""
        store = self.store(cluster)
        brought = bool(self._user_dirs or self._crds)
        for manifest in cluster.manifests:
            schema = store.schema(manifest.api_version, manifest.id.kind)
            if schema is None:
                found = [store.suggest(manifest.api_version, manifest.id.kind)]
                if _told_better(manifest, cluster):
                    continue
            elif schema.valid(manifest.body):
                if brought or manifest.id.group in EVALUATED:
                    yield from self._broken(store, cluster, manifest)
                continue
            else:
                found = schema.problems(manifest.body)
            for problem in found:
                yield manifest, _problem(problem), problem.rule

    def _broken(
        self, store: SchemaStore, cluster: Cluster, manifest: Manifest
    ) -> Iterator[tuple[Manifest, Problem, str]]:
        """The CEL rules that an object breaks."""
        scope = store.ruled(manifest.api_version, manifest.id.kind)
        if scope is None:
            return
        known = store.find(manifest.api_version, manifest.id.kind)
        crd = next(
            (crd for crd in self._installed(self._first(cluster)) if known and crd.id.name == known.source), None
        )
        for problem in self._conditions.problems(scope, manifest, known, crd):
            yield manifest, problem, CEL_RULE


class _Conditions:
    """The CEL rules of a run: judged where the engine is installed, counted where it is not."""

    def __init__(self) -> None:
        self._engine: Engine | None = None
        self._absent = False
        self._judges: dict[int, Judge] = {}
        self._unjudged: dict[tuple[str, str], int] = {}
        self._told: set[tuple[Any, ...]] = set()

    def problems(self, scope: Scope, manifest: Manifest, known: Kind | None, crd: Manifest | None) -> Iterator[Problem]:
        """What an object breaks. A rule that cannot be told is told of the first object of its kind only."""
        from generator.schema_store.cel.judge import Broken, one_line

        judge = self._judge(scope)
        if judge is None:
            if rules := scope.count():
                self._unjudged[manifest.api_version, manifest.id.kind] = rules
            return
        for verdict in judge.verdicts(manifest.body):
            related = _place_of(verdict.rule, known, crd)
            if isinstance(verdict, Broken):
                where = f" (a rule in {known.upstream or known.source})" if known and not related else ""
                yield Problem(verdict.message, verdict.path, f"{verdict.fix}{where}", related=related)
            elif (key := (id(scope), verdict.rule.steps, verdict.why)) not in self._told:
                self._told.add(key)
                message = f"a CEL rule of {manifest.id.kind} is not evaluated: {verdict.why}"
                yield Problem(message, note=one_line(verdict.rule.text), severity="unverifiable", related=related)

    def notes(self) -> set[str]:
        """The one sentence about rules that nothing could judge."""
        rules, kinds = sum(self._unjudged.values()), len(self._unjudged)
        if not rules:
            return set()
        said = f"{rules} CEL rule{'s' * (rules > 1)} of {kinds} kind{'s' * (kinds > 1)}"
        return {f"{said} {'were' if rules > 1 else 'was'} not evaluated: pip install 'argosy[cel]'"}

    def _judge(self, scope: Scope) -> Judge | None:
        if id(scope) in self._judges or self._absent:
            return self._judges.get(id(scope))
        from generator.schema_store.cel.engine import Engine, available
        from generator.schema_store.cel.judge import Judge

        self._absent = not available()
        if self._absent:
            return None
        self._engine = self._engine or Engine()
        self._judges[id(scope)] = Judge(scope, self._engine)
        return self._judges[id(scope)]


def _place_of(rule: Rule, known: Kind | None, crd: Manifest | None) -> tuple[Place, ...]:
    """Where in the CRD among the objects a rule stands."""
    if crd is None or known is None:
        return ()
    versions = crd.body["spec"].get("versions") or ()
    number = next((n for n, version in enumerate(versions) if version.get("name") == known.version), None)
    path: Path = () if number is None else ("spec", "versions", number, "schema", "openAPIV3Schema", *rule.steps)
    return (Place(f"a rule of the CRD {crd.id.name}", crd, path),)


def _told_better(manifest: Manifest, cluster: Cluster) -> bool:
    """Whether the API has no schema only because it is old: the cluster serves it, and a rule says how long."""
    known = deprecation(manifest.api_version, manifest.id.kind)
    return known is not None and ageing(known, cluster.version("kubernetes"))


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
