"""two sides that can never match

Why: Sides are matched on equal labels: where one keeps labels the other cannot have, or both fix a label to
different values, the result is empty.
Source: https://prometheus.io/docs/prometheus/latest/querying/operators/#vector-matching
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - record: pod:errors:ratio
              expr: sum by (pod) (errors) / sum by (job) (requests)
Bad (on a label that is gone):
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - record: pod:errors:ratio
              expr: sum by (pod) (errors) / on (job) sum by (job) (requests)
Bad (different values):
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - record: pod:errors:ratio
              expr: errors{zone="a"} / requests{zone="b"}
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - record: pod:errors:ratio
              expr: sum by (pod) (errors) / sum by (pod) (requests)
Good (leaves it out):
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - record: pod:errors:ratio
              expr: errors{zone="a"} / ignoring (zone) requests{zone="b"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts import promql_tree as tree
from generator.facts.cluster import Cluster
from generator.facts.prometheus_rules import result_labels, rules_of
from generator.facts.promql_asked import asked, exclusive
from generator.facts.promql_labels import Labels
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.PROMETHEUS_RULE,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for rule in rules_of(manifest, cluster):
        for node in rule.parts.binaries:
            if node.operator in ("or", "unless"):
                continue
            if "scalar" in (tree.kind(node.left), tree.kind(node.right)):
                continue
            left, right = result_labels(cluster, node.left), result_labels(cluster, node.right)
            told = _told(node, left, right) or _excluded(node)
            if told:
                yield Problem(
                    f"the two sides of `{node.operator}` never match: {told}",
                    rule.expr_path,
                    fix="match on labels that both sides have, with on (...) or ignoring (...)",
                )


def _told(node: tree.Binary, left: Labels, right: Labels) -> str:
    if node.matching == "on":
        names = sorted(node.labels)
    else:
        names = sorted({*left.sure, *right.sure} - set(node.labels if node.matching else ()))
    for name in names:
        for one, other, side in ((left, right, "right"), (right, left, "left")):
            wanted = one.may_have(name) if node.matching == "on" else one.has(name)
            if wanted and not other.may_have(name):
                return f"the {side} side has no `{name}`"
        first, second = left.value(name), right.value(name)
        if first is not None and second is not None and first != second:
            return f"`{name}` is `{first}` on the left and `{second}` on the right"
    return _exact(node, left, right) if not node.matching else ""


def _excluded(node: tree.Binary) -> str:
    """Matchers of the two sides on a label they are matched by that no value satisfies."""
    left, right = asked(node.left), asked(node.right)
    if left == right:
        return ""
    names = {m.name for m in right}
    for name in dict.fromkeys(m.name for m in left if m.name in names and _matched(node, m.name)):
        one, other = ([m for m in side if m.name == name] for side in (left, right))
        if one != other and exclusive(one, other):
            return f"`{', '.join(map(str, one))}` on the left excludes `{', '.join(map(str, other))}` on the right"
    return ""


def _matched(node: tree.Binary, name: str) -> bool:
    return (name in node.labels) if node.matching == "on" else name not in node.labels


def _scraped(node: tree.Expression) -> bool:
    """Whether an expression reads metrics as they were scraped: these always have a job."""
    names = [selector.name for selector in tree.selectors(node)]
    return bool(names) and all(name and ":" not in name and not name.startswith("ALERTS") for name in names)


def _exact(node: tree.Binary, left: Labels, right: Labels) -> str:
    """Aggregations that keep different labels; such a label is there unless the series never had it."""
    if left.rest or right.rest:
        return ""
    for side, one, other, where in ((node.left, left, right, "right"), (node.right, right, left, "left")):
        if one.may_have("job") and not other.may_have("job") and _scraped(side):
            return f"the {where} side has no `job`"
    only = [sorted(set(one.names()) - set(other.names())) for one, other in ((left, right), (right, left))]
    if only[0] and only[1]:
        return f"the left keeps `{only[0][0]}`, the right `{only[1][0]}`"
    return ""
