"""From a subject to its report and exit code: judge, suppress, compare with the baseline, tell each cause once."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from generator import baseline as accepted
from generator.baseline import Baseline
from generator.cli.subject import Subject
from generator.cli.workers import spread, workers
from generator.conformity import Conformity
from generator.model import SEVERITIES, Finding, Report, UserError
from generator.report.run import RuleFacts
from generator.rules.builtin import builtin, builtins, waivable
from generator.rules.builtin import families as own_families
from generator.rules.catalogue import by_id, rules
from generator.rules.group import group, groups, with_members
from generator.suppress import apply
from generator.validate import Options, judge, merged

LEVELS = ("error", "warning", "info")


@dataclass(frozen=True)
class Choices:
    """What the command line asks for. `today` decides which suppressions have ended; 0 `jobs` is a number we choose."""

    today: datetime.date
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, str] = field(default_factory=dict)
    fail_on: str = "error"
    baseline: Baseline | None = None
    jobs: int = 0

    @property
    def options(self) -> Options:
        return Options(with_members(self.select), self.ignore, self.severity)


@dataclass(frozen=True)
class Verdict:
    """The report, how many findings the baseline accepts, what a new baseline file says, and the exit code."""

    report: Report
    baselined: int
    accepted: Mapping[accepted.Key, int]
    code: int
    notes: tuple[str, ...] = ()


def reach(subject: Subject, choices: Choices) -> Verdict:
    """Judge a subject."""
    conformity = Conformity(subject.schemas, subject.fleet)
    shares = workers(len(subject.fleet.manifests), choices.jobs)
    judged = judge(subject.fleet, conformity, choices.options, subject.previous, shares=shares, spread=spread)
    found = [replace(f, path=subject.prefix + f.path) for f in judged.findings]
    found += [_as_chosen(f, choices) for f in subject.findings if not _ignored(f.rule, choices)]
    found = _grouped(found, choices)
    if subject.part is not None:
        found = [finding for finding in found if subject.part(finding)]
    unusable = code_of(found)
    whole = subject.part is None and not unusable
    applied = apply(
        found,
        subject.suppressions,
        today=choices.today,
        known=known_rules(),
        ran=_could(choices) if whole else None,
    )
    left: Iterable[Finding] = applied.findings
    if subject.part is not None:
        left = [f for f in left if not f.rule.startswith("suppression-") or subject.part(f)]
    compared = accepted.compare(left, choices.baseline or Baseline({}, {}), whole=whole)
    new = Counter(accepted.key_of(f) for f in left if accepted.acceptable(f))
    report = Report(
        tuple(sorted(merged(compared.findings), key=Finding.sort_key)),
        judged.ran,
        subject.checked,
        subject.services,
        subject.environments,
        applied.suppressed,
    )
    code = unusable or int(_fails(report, choices.fail_on))
    still = new if choices.baseline is None else compared.still
    return Verdict(report, compared.accepted, still, code, _notes(conformity))


def _notes(conformity: Conformity) -> tuple[str, ...]:
    return tuple(sorted({f"{note}." for note in conformity.notes()}))


def code_of(findings: Iterable[Finding]) -> int:
    """2 when something could not be read or used, 5 when the machine was the reason, else 0."""
    code = 0
    for finding in findings:
        known = builtin(finding.rule)
        if finding.rule == "machine":
            return 5
        if finding.severity == "error" and known and not known.waivable and known.family != "drift":
            code = 2
    return code


def _fails(report: Report, level: str) -> bool:
    return any(report.count(each) for each in LEVELS[: LEVELS.index(level) + 1])


def _ignored(rule: str, choices: Choices) -> bool:
    known = builtin(rule)
    if known is None or not (waivable(rule) or known.family in ("drift", "suppression", "baseline")):
        return False
    return rule in choices.ignore or known.family in choices.ignore


def _as_chosen(finding: Finding, choices: Choices) -> Finding:
    """The finding at the severity asked for; what could not be read stays an error."""
    wanted = choices.severity.get(finding.rule)
    return replace(finding, severity=wanted) if wanted and not code_of([finding]) else finding


def _grouped(findings: list[Finding], choices: Choices) -> list[Finding]:
    """The findings as the choices about groups want them: without those ignored, at the severity asked for."""
    unwanted = [known for name in choices.ignore if (known := group(name))]
    judged = [(known, level) for name, level in choices.severity.items() if (known := group(name))]
    if not unwanted and not judged:
        return findings
    kept = [f for f in findings if not any(known.covers(f) for known in unwanted)]
    for known, level in judged:
        # What is said of the finer rule itself counts more.
        kept = [replace(f, severity=level) if known.covers(f) and f.rule not in choices.severity else f for f in kept]
    return kept


def _could(choices: Choices) -> set[str]:
    """The rules that would have told a fault, had there been one."""
    on = {rule.id for rule in rules() if choices.options.wants(rule)}
    return on | {id for id in builtins() if waivable(id) and not _ignored(id, choices)}


def known_rules() -> set[str]:
    """Every rule id there is a finding of, and every name of several."""
    return {*by_id(), *builtins(), *groups()}


def families() -> set[str]:
    """Every family there is a rule of."""
    return {rule.family for rule in rules()} | own_families()


def checked_names(names: Iterable[str], option: str, also: Collection[str] = ()) -> tuple[str, ...]:
    """Rule ids (and what else is allowed), commas split. Raises UserError for one nobody knows."""
    found = tuple(part.strip() for name in names for part in name.split(",") if part.strip())
    known = known_rules() | set(also)
    for name in found:
        if name not in known and builtin(name) is None:
            near = get_close_matches(name, sorted(known), 1)
            hint = f"did you mean {near[0]}?" if near else "`argosy rules` lists them"
            raise UserError(f"{option}: there is no rule {name!r}", rule="usage", fix=hint)
    return found


def severities(texts: Iterable[str]) -> dict[str, str]:
    """RULE=LEVEL, checked. Raises UserError for one that is not."""
    made: dict[str, str] = {}
    for text in texts:
        rule, sign, level = text.partition("=")
        if not sign or level not in SEVERITIES:
            near = get_close_matches(level, SEVERITIES, 1)
            hint = f"did you mean {rule}={near[0]}?" if near else f"levels are {', '.join(SEVERITIES)}"
            raise UserError(f"--severity {text!r} is not RULE=LEVEL", rule="usage", fix=hint)
        made[checked_names((rule,), "--severity")[0]] = level
    return made


def facts(report: Report) -> dict[str, RuleFacts]:
    """What formats tell of every rule that ran or found something."""
    made: dict[str, RuleFacts] = {}
    for id in sorted({*report.rules, *(finding.rule for finding in report.findings)}):
        rule = by_id().get(id) or builtin(id)
        if rule is not None:
            made[id] = RuleFacts(rule.title, rule.family, rule.severity)
    return made
