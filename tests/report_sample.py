"""A report with one finding of every kind, and names that try to break out of each format."""

from __future__ import annotations

from generator.model import Finding, Fix, Origin, Related, Report
from generator.report import RuleFacts, Run

WORKER_TEXT = """\
domain: artemis
requests: {memory: 512Mi}
env:
- {name: DB_PASSWORD, value: hunter2}
- name: API_TOKEN
  value: "s3cr3t # not a comment"
triggers:
- type: cpu # why
- type: "日本\x1b[31m"
"""
WORKER = WORKER_TEXT.split("\n")

HOSTILE = 'a|b`c` <img src=x onerror=alert(1)> ::error::x %0A]]> "quoted" \x1b[2J \u202e @everyone\nline 2'

FINDINGS = (
    Finding(
        "keda-cpu-request-missing",
        "error",
        "cpu trigger needs a cpu request on every container",
        "rendered/production/artemis/worker/scaledobject-worker.yaml",
        31,
        5,
        "/spec/triggers/0",
        Origin("values/services/worker/values.yaml", 8, 3),
        (
            Related("no cpu here", Origin("values/services/worker/values.yaml", 2, 11)),
            Related("the workload", Origin("rendered/production/artemis/worker/deployment-worker.yaml", 12, 1)),
        ),
        Fix("add `cpu: 250m`", "values/services/worker/values.yaml", ("requests", "cpu"), "250m", True),
        "ScaledObject.keda.sh artemis/worker",
        "KEDA's webhook refuses this ScaledObject",
    ),
    Finding(
        "hostile-rule",
        "error",
        HOSTILE,
        origin=Origin("dir,1:2/a\nb.yaml", 3, 4),
        related=(Related(HOSTILE, Origin("x`y.yaml", 1, 1)),),
        fix=Fix(HOSTILE),
        object=HOSTILE,
    ),
    Finding("plain-secret", "warning", "the value of DB_PASSWORD is written down",
            origin=Origin("values/services/worker/values.yaml", 4, 30)),
    Finding("odd-text", "info", "text with control characters",
            origin=Origin("values/services/worker/values.yaml", 9, 9)),
    Finding("secret-missing", "unverifiable", "Secret artemis/key is not among what was given",
            origin=Origin("values/services/worker/values.yaml", 6, 10), object="Deployment.apps artemis/worker"),
)  # fmt: skip

REPORT = Report(FINDINGS, ("hpa-max-lt-min", "keda-cpu-request-missing"), 812, 34, 3, 2)


def lines(path: str) -> list[str] | None:
    return WORKER if path == "values/services/worker/values.yaml" else None


RUN = Run(
    seconds=0.61,
    version="1.2.3",
    baselined=4,
    notes=("Not judged, patches: base/patch.yaml.",),
    rules={
        "keda-cpu-request-missing": RuleFacts("cpu trigger without a cpu request", "keda", "error"),
        "hpa-max-lt-min": RuleFacts("maximum below minimum", "hpa", "error"),
    },
    lines=lines,
)
