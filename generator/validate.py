"""A fleet judged: schemas first, then the rules that its kinds call for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from generator.facts.cluster import Cluster, clusters
from generator.model import Finding, Fix, Fleet, Manifest, Origin, Path, Related, Report, pointer
from generator.rules.catalogue import Rule, rules
from generator.rules.instead import specific
from generator.rules.plan import Plan
from generator.rules.problem import Problem
from generator.yamlio.read import Document, read_all


@dataclass(frozen=True)
class Options:
    """Which rules run and how bad they are. `select` adds rules or families, `ignore` removes them."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, str] = field(default_factory=dict)

    def wants(self, rule: Rule) -> bool:
        if rule.id in self.ignore or rule.family in self.ignore:
            return False
        return rule.default or rule.id in self.select or rule.family in self.select


EMBEDDED, TRANSLATED = "embedded", "translated"
"""Components of objects that stand for a file Prometheus or Alertmanager reads itself; TRANSLATED ones have taken
another shape than the kind's, so its schema does not judge them."""

_STUMBLES = (TypeError, AttributeError, KeyError, ValueError, IndexError)
"""What a rule may meet in an object of another shape than its kind's."""

SchemaCheck = Callable[[Cluster], Iterable[tuple[Manifest, Problem, str]]]
"""Judges every object of a cluster against its schema; yields the object, the problem and the rule's name."""


@dataclass(frozen=True, slots=True)
class Judged:
    """Every finding as it came, one for each environment it occurs in, and the rules that ran."""

    findings: tuple[Finding, ...]
    ran: tuple[str, ...]


Spread = Callable[[Callable[[int], list[Finding]], int], list[list[Finding]]]
"""Does all shares of some work and returns their results in order."""


def in_turn(work: Callable[[int], list[Finding]], count: int) -> list[list[Finding]]:
    """A Spread: one share after the other."""
    return [work(share) for share in range(count)]


def judge(
    fleet: Fleet,
    schema_check: SchemaCheck,
    options: Options | None = None,
    previous: Fleet | None = None,
    *,
    shares: int = 1,
    spread: Spread = in_turn,
) -> Judged:
    """Judge a fleet: every object against its schema, then every rule whose kinds occur.

    `previous` is what the fleet was before a change; without it nothing is said of changes. The rules' work is done in
    `shares` by `spread`; what is found, and in which order, is the same for any number of them.
    """
    options = options or Options()
    judgements = [_Judgement(cluster, options) for cluster in clusters(fleet, previous)]
    for judgement in judgements:
        judgement.schemas(schema_check(judgement.cluster))
        judgement.prepare()
    found = [finding for judgement in judgements for finding in judgement.findings]
    size = sum(len(judgement.cluster.manifests) for judgement in judgements)

    def rules_of(share: int) -> list[Finding]:
        start, findings = 0, list[Finding]()
        for judgement in judgements:
            end = start + len(judgement.cluster.manifests)
            part = _Share(share, shares, start, end, size)
            findings += judgement.rules(part) if part.any else []
            start = end
        return findings

    for part in spread(rules_of, shares):
        found += part
    found = specific(found, options.severity)
    # Findings of one rule about one object come from one share, in the rule's own order.
    found.sort(key=lambda finding: (*finding.sort_key(), finding.object))
    ran = {rule for judgement in judgements for rule in judgement.plan.ran}
    return Judged(tuple(found), tuple(sorted(ran)))


@dataclass(frozen=True, slots=True)
class _Share:
    """Share `number` of `count` of all `size` objects, of which a cluster's are those from `start` to `end`.

    Shares are laid along the clusters, so that few clusters have to be known in two of them; objects of a cluster are
    dealt out evenly, since those of a kind cost the same.
    """

    number: int
    count: int
    start: int
    end: int
    size: int

    @property
    def any(self) -> bool:
        """Whether anything of the cluster is in this share."""
        first, last = self.start * self.count // self.size, (self.end - 1) * self.count // self.size
        return first <= self.number <= last

    def has(self, index: int) -> bool:
        """Whether an object (or a fleet rule) of the cluster, counted from 0, is in this share."""
        if self.count == 1:
            return True
        place = self.start + _dealt(index, self.end - self.start)
        return place * self.count // self.size == self.number


def _dealt(index: int, size: int) -> int:
    """Where in a cluster of `size` an index is put: neighbours far apart (a step of the golden section)."""
    return int((index * 0.6180339887498949 % 1.0) * size)


def validate(fleet: Fleet, schema_check: SchemaCheck, options: Options | None = None) -> Report:
    """Judge a fleet and tell each cause once."""
    judged = judge(fleet, schema_check, options)
    services = {app.name for scene in fleet.scenes for app in scene.services}
    return Report(
        tuple(sorted(merged(judged.findings), key=Finding.sort_key)),
        judged.ran,
        len(fleet.manifests),
        len(services),
        len(fleet.scenes),
    )


def merged(findings: Iterable[Finding]) -> list[Finding]:
    """One cause, one finding: the same fault of one values line in several environments is told once."""
    groups: dict[tuple[Any, ...], list[Finding]] = {}
    for finding in findings:
        place = finding.origin or Origin(finding.path, finding.line, finding.column)
        key = (finding.rule, finding.severity, place.file, place.line, place.column, finding.message)
        groups.setdefault(key, []).append(finding)
    told = []
    for same in groups.values():
        first = min(same, key=Finding.sort_key)
        others = sorted({f.path for f in same} - {first.path})
        if others:
            also = Related(f"and in {len(others)} more, such as" if len(others) > 1 else "and in", Origin(others[0]))
            first = replace(first, related=(*first.related, also))
        told.append(first)
    return told


class _Judgement:
    """The findings of one cluster as they come."""

    def __init__(self, cluster: Cluster, options: Options) -> None:
        self.cluster = cluster
        self.options = options
        self.findings: list[Finding] = []
        self._refused: dict[int, list[Path]] = {}
        self._documents: dict[int, Document] = {}

    def schemas(self, problems: Iterable[tuple[Manifest, Problem, str]]) -> None:
        for manifest, problem, rule in problems:
            if rule in self.options.ignore or "schema" in self.options.ignore or manifest.component == TRANSLATED:
                continue
            if rule != "cel-rule-violation":
                # What breaks such a rule has the right shape: other rules may look at it, and speak of it.
                self._refused.setdefault(id(manifest), []).append(problem.path)
            # A kind nobody knows is not wrong for sure, but what cannot be checked is never passed.
            severity = "error" if rule == "unknown-gvk" else problem.severity or "error"
            self._tell(rule, severity, manifest, problem)

    def prepare(self) -> None:
        """Choose the rules and import them, before the work is shared out."""
        self.plan = Plan(self.cluster, [rule for rule in rules() if self.options.wants(rule)])

    def rules(self, share: _Share) -> list[Finding]:
        """Fleet rules first, then object by object: what rules ask of an object is then asked in one go."""
        self.findings = []
        plan = self.plan
        cluster = self.cluster
        for index, (rule, check) in enumerate(plan.fleet):
            if share.has(index):
                try:
                    for problem in check(cluster):
                        self._problem(rule, problem.manifest or cluster.manifests[0], problem)
                except _STUMBLES:
                    self._stumbled(rule, cluster.manifests)
        objects = (manifest for objects in cluster.by_kind.values() for manifest in objects)
        for index, manifest in enumerate(objects):
            if not share.has(index):
                continue
            for rule, check in plan.checks(manifest):
                try:
                    for problem in check(manifest, cluster):
                        self._problem(rule, problem.manifest or manifest, problem)
                except _STUMBLES:
                    self._stumbled(rule, (manifest,))
        return self.findings

    def _stumbled(self, rule: Rule, judged: Sequence[Manifest]) -> None:
        """A rule may stumble over an object its schema refused already; over a sound one it is our bug."""
        culprit = next((manifest for manifest in judged if id(manifest) in self._refused), None)
        if culprit is None:
            raise
        message = f"{rule.id} could not be judged: fix the schema errors first"
        self._problem(rule, culprit, Problem(message, severity="unverifiable"))

    def _problem(self, rule: Rule, manifest: Manifest, problem: Problem) -> None:
        apart = rule.objects and manifest.component in (EMBEDDED, TRANSLATED)
        if not apart and (rule.instead or not self._silenced(manifest, problem.path)):
            self._tell(rule.id, problem.severity or rule.severity, manifest, problem)

    def _silenced(self, manifest: Manifest, path: Path) -> bool:
        return any(bad and path[: len(bad)] == bad for bad in self._refused.get(id(manifest), ()))

    def _tell(self, rule: str, severity: str, manifest: Manifest, problem: Problem) -> None:
        severity = self.options.severity.get(rule, severity)
        span = getattr(manifest.locate, "span", None)
        origin, length = span(problem.path, problem.at_key) if span else (manifest.origin(problem.path), 1)
        line, column = self._rendered_place(manifest, problem, origin)
        related = tuple(
            Related(place.message, place.manifest.origin(place.path) or Origin(place.manifest.path))
            for place in problem.related
        )
        self.findings.append(
            Finding(
                rule,
                severity,
                problem.message,
                manifest.path,
                line,
                column,
                pointer(problem.path),
                origin,
                related,
                _fix(manifest, problem, origin),
                str(manifest.id),
                problem.note,
                length,
            )
        )

    def _rendered_place(self, manifest: Manifest, problem: Problem, origin: Origin | None) -> tuple[int, int]:
        if manifest.app is None:
            return (origin.line, origin.column) if origin else (manifest.line, 1)
        document = self._documents.get(id(manifest))
        if document is None:
            document = read_all(manifest.text.encode(), manifest.path).documents[0]
            self._documents[id(manifest)] = document
        return document.position(problem.path, key=problem.at_key)


def _fix(manifest: Manifest, problem: Problem, origin: Origin | None) -> Fix | None:
    """The fix; for a hand-written object its path leads through the whole document, for an app's through the body."""
    if not problem.fix:
        return None
    base = getattr(manifest.locate, "base", ())
    safe = problem.safe and base is not None
    return Fix(problem.fix, origin.file if origin else "", (*(base or ()), *problem.path), problem.value, safe)


__all__ = ["EMBEDDED", "TRANSLATED", "Judged", "Options", "SchemaCheck", "judge", "merged", "validate"]
