"""telemetry settings that are not read

Why: Istio reads the first tracing row and sends to one provider: what stands in the others has no effect. A filter of
access logs that is no CEL expression is refused.
Source: istio pkg/config/validation/validation.go, validateTelemetryTracing and validateTelemetryFilter; ranges and
empty names are judged by the schema.
Bad:
    apiVersion: telemetry.istio.io/v1
    kind: Telemetry
    metadata: {name: default, namespace: shop}
    spec: {tracing: [{randomSamplingPercentage: 1}, {providers: [{name: zipkin}]}]}
Bad (two providers):
    apiVersion: telemetry.istio.io/v1
    kind: Telemetry
    metadata: {name: default, namespace: shop}
    spec: {tracing: [{providers: [{name: zipkin}, {name: otel}]}]}
Bad (a filter that is no expression):
    apiVersion: telemetry.istio.io/v1
    kind: Telemetry
    metadata: {name: default, namespace: shop}
    spec: {accessLogging: [{filter: {expression: "response.code >= 400 and response.code < 500"}}]}
Good:
    apiVersion: telemetry.istio.io/v1
    kind: Telemetry
    metadata: {name: default, namespace: shop}
    spec:
      tracing: [{providers: [{name: otel}]}]
      accessLogging: [{providers: [{name: envoy}, {name: otel}], filter: {expression: "response.code in [404, 503]"}}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, get, rows
from generator.facts.expressions import fault
from generator.facts.fields import entries
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.TELEMETRY,)
NEEDS = ("tracing", "filter")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for n, row in entries(manifest.body, "spec", "tracing"):
        if n:
            yield Problem("only the first tracing row is read", ("spec", "tracing", n), fix="put all into one row")
        if len(rows(row, "providers")) > 1:
            here = ("spec", "tracing", n, "providers", 1)
            yield Problem("only one tracing provider is used", here, fix="keep one")
    for n, row in entries(manifest.body, "spec", "accessLogging"):
        written = get(row, "filter", "expression")
        wrong = fault(written) if isinstance(written, str) else ""
        if wrong:
            yield Problem(
                f"the filter is no CEL expression: {wrong}",
                ("spec", "accessLogging", n, "filter", "expression"),
                fix="write it in CEL, such as response.code >= 400 && response.code < 500",
                severity="error",
            )
