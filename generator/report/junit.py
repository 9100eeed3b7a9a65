"""JUnit XML for test reports: one failed case an error, warnings as output of passed cases, the unverifiable skipped.

Warnings do not fail a case: the report must not be red where the exit code is not.
"""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from generator.model import Finding, Report
from generator.report.frame import visible
from generator.report.run import Run, elsewhere, place_of, verdict


def render(report: Report, run: Run) -> str:
    """One suite; every rule that ran and found nothing is a passed case."""
    found = {finding.rule for finding in report.findings}
    clean = [rule for rule in report.rules if rule not in found]
    cases = [_case(finding, run) for finding in report.findings]
    cases += [f"    <testcase classname={_attribute(_family(rule, run))} name={_attribute(rule)}/>" for rule in clean]
    if not cases:
        cases = ['    <testcase classname="argosy" name="validate"/>']
    counts = (
        f'tests="{len(cases)}" failures="{report.count("error")}" errors="0" '
        f'skipped="{report.count("unverifiable")}" time="{run.seconds:.3f}"'
    )
    rows = "\n".join(cases)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="argosy" {counts}>\n'
        f'  <testsuite name="argosy validate" {counts}>\n{rows}\n'
        f"    <system-out>{escape(visible(verdict(report, run)))}</system-out>\n  </testsuite>\n</testsuites>\n"
    )


def _case(finding: Finding, run: Run) -> str:
    place = place_of(finding)
    name = f"{finding.rule}: {finding.object or place.file}"
    head = (
        f"    <testcase classname={_attribute(_family(finding.rule, run))} name={_attribute(name)} "
        f'file={_attribute(place.file)} line="{max(1, place.line)}">'
    )
    message, body = _attribute(finding.message), escape(_details(finding))
    if finding.severity == "error":
        inside = f"<failure type={_attribute(finding.rule)} message={message}>{body}</failure>"
    elif finding.severity == "unverifiable":
        inside = f"<skipped message={message}/>"
    else:
        inside = f"<system-out>{escape(finding.severity)}: {escape(visible(finding.message))}\n{body}</system-out>"
    return f"{head}\n      {inside}\n    </testcase>"


def _details(finding: Finding) -> str:
    rows = [visible(str(place_of(finding)))]
    rendered = elsewhere(finding)
    if rendered is not None:
        rows.append(f"rendered: {visible(str(rendered))}")
    rows += [f"{visible(related.message)}: {visible(str(related.origin))}" for related in finding.related]
    if finding.fix:
        rows.append(f"fix: {visible(finding.fix.text)}")
    return "\n".join(rows)


def _family(rule: str, run: Run) -> str:
    facts = run.rules.get(rule)
    return f"argosy.{facts.family}" if facts and facts.family else "argosy"


def _attribute(text: str) -> str:
    return quoteattr(visible(text))
