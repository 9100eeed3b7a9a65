"""Which objects an operator's Prometheus, ThanosRuler or Alertmanager takes up: by labels and by namespace.

Source: the API reference of prometheus-operator (ruleSelector and its like). A selector that is absent selects
nothing; an absent namespace selector means the namespace of the selecting object, an empty one every namespace.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from generator.facts import kinds
from generator.facts.cluster import Cluster, get, mapping, rows
from generator.facts.selector import matches
from generator.model import Manifest, Path

PROMETHEUS = "Prometheus.monitoring.coreos.com"
PROMETHEUS_AGENT = "PrometheusAgent.monitoring.coreos.com"
THANOS_RULER = "ThanosRuler.monitoring.coreos.com"
ALERTMANAGER = "Alertmanager.monitoring.coreos.com"
FILES = ("embedded", "translated")
"""Components of objects that stand for a file: no operator selects them."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Who selects a kind: by which kinds of objects, which field, and which setting names the labels wanted."""

    kind: str
    by: tuple[str, ...]
    field: str
    setting: tuple[str, ...]

    @property
    def namespace_field(self) -> str:
        return self.field.replace("Selector", "NamespaceSelector")


RULES = Selection(kinds.PROMETHEUS_RULE, (PROMETHEUS, THANOS_RULER), "ruleSelector", ("ruleLabels",))
SERVICE_MONITORS = Selection(
    kinds.SERVICE_MONITOR, (PROMETHEUS, PROMETHEUS_AGENT), "serviceMonitorSelector", ("monitorLabels",)
)
POD_MONITORS = Selection(kinds.POD_MONITOR, (PROMETHEUS, PROMETHEUS_AGENT), "podMonitorSelector", ("monitorLabels",))
PROBES = Selection(kinds.PROBE, (PROMETHEUS, PROMETHEUS_AGENT), "probeSelector", ("monitorLabels",))
SCRAPE_CONFIGS = Selection(
    kinds.SCRAPE_CONFIG, (PROMETHEUS, PROMETHEUS_AGENT), "scrapeConfigSelector", ("monitorLabels",)
)
ROUTES = Selection(kinds.ALERTMANAGER_CONFIG, (ALERTMANAGER,), "alertmanagerConfigSelector", ("alertmanager", "labels"))


@dataclass(frozen=True, slots=True)
class Verdict:
    """An object that nothing selects, and why; `severity` is unverifiable where nobody says who selects."""

    manifest: Manifest
    message: str
    path: Path = ("metadata", "labels")
    fix: str = ""
    severity: str = ""
    selector: Manifest | None = None
    field: str = ""


def verdicts(cluster: Cluster, what: Selection) -> Iterator[Verdict]:
    """Every object of a kind that nothing selects; one unverifiable verdict where it cannot be told for any."""
    objects = [m for m in cluster.all(what.kind) if m.component not in FILES]
    owners = cluster.all(*what.by)
    wanted = mapping(cluster.settings, "monitoring", *what.setting)
    if objects and not owners and not wanted:
        noun, owner = what.kind.partition(".")[0], what.by[0].partition(".")[0]
        yield Verdict(
            objects[0],
            f"whether anything takes up the {noun} objects cannot be told: no {owner} object is here",
            fix=f"give the {owner} object, or name the labels under monitoring.{'.'.join(what.setting)}",
            severity="unverifiable",
        )
        return
    for manifest in objects:
        verdict = _by_owners(cluster, what, manifest, owners) if owners else _by_labels(what, manifest, wanted)
        if verdict is not None:
            yield verdict


def _by_labels(what: Selection, manifest: Manifest, wanted: Mapping[str, Any]) -> Verdict | None:
    labels = mapping(manifest.body, "metadata", "labels")
    lacking = [f"{name}: {value}" for name, value in sorted(wanted.items()) if labels.get(name) != value]
    if not lacking:
        return None
    return Verdict(
        manifest,
        f"{what.by[0].partition('.')[0]} does not take it up: it lacks the label {', '.join(lacking)}",
        fix=f"add the label {', '.join(lacking)}",
    )


def _by_owners(cluster: Cluster, what: Selection, manifest: Manifest, owners: tuple[Manifest, ...]) -> Verdict | None:
    found = [(owner, _takes(cluster, what, manifest, owner)) for owner in owners]
    if any(reason == "" for _, reason in found):
        return None
    owner, reason = found[0]
    unsure = any(reason is None for _, reason in found)
    return Verdict(
        manifest,
        f"{owner.id.kind} `{owner.id.name}` does not take it up: "
        + (reason or f"the labels of namespace `{manifest.id.namespace}` are not known"),
        fix=f"give it labels that {what.field} matches, in a namespace that {what.namespace_field} matches",
        severity="unverifiable" if unsure else "",
        selector=owner,
        field=what.field,
    )


def _takes(cluster: Cluster, what: Selection, manifest: Manifest, owner: Manifest) -> str | None:
    """Why an owner does not take an object up: "" when it does, None when it cannot be told."""
    selector = get(owner.body, "spec", what.field)
    if not isinstance(selector, Mapping):
        return f"it has no {what.field}"
    if not matches(selector, mapping(manifest.body, "metadata", "labels")):
        return f"its {what.field} does not match the labels"
    spaces = get(owner.body, "spec", what.namespace_field)
    if not isinstance(spaces, Mapping):
        return "" if manifest.id.namespace == owner.id.namespace else f"it only looks into `{owner.id.namespace}`"
    if not spaces:
        return ""
    namespace = cluster.get(kinds.NAMESPACE, "", manifest.id.namespace)
    known = {"kubernetes.io/metadata.name": manifest.id.namespace}
    if namespace is not None:
        known.update(mapping(namespace.body, "metadata", "labels"))
    if matches(spaces, known):
        return ""
    return f"its {what.namespace_field} does not match the namespace" if namespace is not None else None


@lru_cache(maxsize=8)
def external_labels(cluster: Cluster) -> frozenset[str]:
    """The external labels of every Prometheus of a cluster."""
    found = (mapping(m.body, "spec", "externalLabels") for m in cluster.all(PROMETHEUS))
    return frozenset(name for labels in found for name in labels)


def feature_enabled(cluster: Cluster, flag: str) -> bool:
    """Whether every Prometheus that is here has a feature flag; False where none is here."""
    owners = cluster.all(PROMETHEUS)
    return bool(owners) and all(flag in rows(m.body, "spec", "enableFeatures") for m in owners)


def tls_by_class(cluster: Cluster, monitor: Manifest) -> bool:
    """Whether a monitor's TLS settings may come from a scrape class: one it names, or a default one of Prometheus."""
    if get(monitor.body, "spec", "scrapeClass"):
        return True
    return any(
        row.get("default") is True and bool(row.get("tlsConfig"))
        for owner in cluster.all(PROMETHEUS, PROMETHEUS_AGENT)
        for row in rows(owner.body, "spec", "scrapeClasses")
        if isinstance(row, Mapping)
    )
