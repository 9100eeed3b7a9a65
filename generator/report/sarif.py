"""SARIF 2.1.0 for code scanning: real lines, fingerprints that survive moves, related places, facts of the rules.

Source of the limits: https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from generator.model import Finding, Origin, Report
from generator.report.fingerprint import fingerprints
from generator.report.frame import visible
from generator.report.json import dumped
from generator.report.run import RuleFacts, Run, elsewhere, place_of, plural

MOST = 5_000
MOST_RELATED = 20
SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "info": "note", "unverifiable": "none"}
_MESSAGE = 1_000


def render(report: Report, run: Run) -> str:
    """One SARIF log with one run; the worst 5,000 findings, the number left out as a notification."""
    shown = report.findings[:MOST]
    rules = sorted({finding.rule for finding in shown})
    index = {rule: number for number, rule in enumerate(rules)}
    results = [_result(f, index[f.rule], mark) for f, mark in zip(shown, fingerprints(shown), strict=True)]
    log = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": _driver(rules, report, run)},
                "columnKind": "unicodeCodePoints",
                "originalUriBaseIds": {"ROOT": {"description": {"text": "The folder argosy ran in."}}},
                "invocations": [_invocation(report)],
                "results": results,
            }
        ],
    }
    return dumped(log, 1)


def _driver(rules: list[str], report: Report, run: Run) -> dict[str, Any]:
    worst = {finding.rule: finding.severity for finding in reversed(report.findings)}
    driver: dict[str, Any] = {"name": "argosy"}
    if run.version:
        driver |= {"version": run.version, "semanticVersion": run.version}
    driver["rules"] = [_rule(rule, run.rules.get(rule) or RuleFacts(rule, "", worst[rule]), run) for rule in rules]
    return driver


def _rule(rule: str, facts: RuleFacts, run: Run) -> dict[str, Any]:
    text = visible(facts.title) or rule
    made: dict[str, Any] = {
        "id": rule,
        "shortDescription": {"text": text},
        "fullDescription": {"text": text},
        "help": {"text": f"argosy explain {rule}", "markdown": f"`argosy explain {rule}`"},
        "defaultConfiguration": {"level": _LEVELS[facts.severity]},
        "properties": {"tags": [facts.family]} if facts.family else {},
    }
    link = run.link(rule)
    return {**made, "helpUri": link} if link else made


def _invocation(report: Report) -> dict[str, Any]:
    said: dict[str, Any] = {"executionSuccessful": True}
    if len(report.findings) > MOST:
        left = plural(len(report.findings) - MOST, "finding")
        text = f"{left} more than the {MOST} that SARIF consumers accept; the worst are here."
        said["toolExecutionNotifications"] = [{"level": "warning", "message": {"text": text}}]
    return said


def _result(finding: Finding, index: int, mark: str) -> dict[str, Any]:
    origin = place_of(finding)
    text = visible(finding.message)[:_MESSAGE]
    if finding.fix:
        text = f"{text}\nFix: {visible(finding.fix.text)[:_MESSAGE]}"
    location = _location(origin, finding.length)
    if finding.object:
        location["logicalLocations"] = [{"fullyQualifiedName": visible(finding.object), "kind": "resource"}]
    related = [(visible(r.message), r.origin) for r in finding.related]
    rendered = elsewhere(finding)
    if rendered is not None:
        related.insert(0, ("rendered", rendered))
    return {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "kind": "open" if finding.severity == "unverifiable" else "fail",
        "level": _LEVELS[finding.severity],
        "message": {"text": text},
        "locations": [location],
        "relatedLocations": [
            {"id": number, "message": {"text": message}, **_location(place)}
            for number, (message, place) in enumerate(related[:MOST_RELATED], 1)
        ],
        "partialFingerprints": {"argosy/v1": mark},
    }


def _location(origin: Origin, length: int = 1) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": _uri(origin.file or "."), "uriBaseId": "ROOT"}}
    if origin.file.startswith("/"):
        del place["artifactLocation"]["uriBaseId"]
    region = {"startLine": max(1, origin.line), "startColumn": max(1, origin.column)}
    if length > 1:
        region["endColumn"] = region["startColumn"] + length
    return {"physicalLocation": {**place, "region": region}}


def _uri(file: str) -> str:
    return ("file://" if file.startswith("/") else "") + quote(file.encode("utf-8", "surrogatepass"), safe="/-._~")
