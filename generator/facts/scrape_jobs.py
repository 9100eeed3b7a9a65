"""The `job` labels that the monitors of a cluster give, and which of a query's literal labels nothing here has.

Source: the API reference of prometheus-operator (jobLabel): a ServiceMonitor's job is the value of that label of the
Service, else the Service's name; a PodMonitor's is the value of that label of the pods, else `namespace/monitor`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from generator.facts import kinds, scraping
from generator.facts import promql_tree as tree
from generator.facts.cluster import Cluster, mapping
from generator.facts.fields import text
from generator.facts.promql_tree import Expression
from generator.facts.suggest import near, same_but_for_spelling
from generator.model import Manifest


@lru_cache(maxsize=8)
def jobs(cluster: Cluster) -> frozenset[str] | None:
    """Every job that monitors here give; None where relabelling may give others."""
    found: set[str] = set()
    for scraper in cluster.all(*scraping.SCRAPING):
        if any(_relabels(endpoint) for endpoint in scraping.endpoints(scraper)):
            return None
    for monitor in cluster.all(kinds.SERVICE_MONITOR, kinds.POD_MONITOR):
        found |= set(_jobs(monitor, cluster))
    for scraper in cluster.all(kinds.PROBE, kinds.SCRAPE_CONFIG):
        word = f"{scraper.id.kind[0].lower()}{scraper.id.kind[1:]}"
        found.add(text(scraper.body, "spec", "jobName") or f"{word}/{scraper.id.namespace}/{scraper.id.name}")
    return frozenset(found)


def _jobs(monitor: Manifest, cluster: Cluster) -> Iterator[str]:
    label = text(monitor.body, "spec", "jobLabel")
    if monitor.id.kind == "ServiceMonitor":
        for service in scraping.services(monitor, cluster):
            yield str(mapping(service.body, "metadata", "labels").get(label) or service.id.name)
        return
    for template in scraping.pods(monitor, cluster):
        yield str(template.labels.get(label) or f"{monitor.id.namespace}/{monitor.id.name}")


def _relabels(endpoint: scraping.Endpoint) -> bool:
    return any(row.get("targetLabel") == "job" for _, row, _ in scraping.relabelings(endpoint))


def strangers(cluster: Cluster, expression: Expression) -> Iterator[str]:
    """What to say of each `job` and `namespace` that selectors of an expression ask for and that is surely not here.

    Many jobs are those of upstream charts (kubelet, kube-state-metrics), which are not here. So only a job is told
    that differs from one here in spelling, or that resembles one and is asked for in a namespace that is known wholly.
    """
    known = jobs(cluster)
    for found in tree.selectors(expression):
        if not found.matchers:
            continue
        asked = {matcher.name: matcher.value for matcher in found.matchers if matcher.sign == "="}
        job, namespace = asked.get("job", ""), asked.get("namespace", "")
        strange = bool(namespace) and namespace not in cluster.namespaces
        other = same_but_for_spelling(namespace, cluster.namespaces) if strange else ""
        if strange and (other or cluster.closed(namespace)):
            yield f"there is no namespace `{namespace}`" + (f", did you mean `{other}`?" if other else "")
        elif job and known and job not in known:
            meant = _spelt(cluster, job) or (_near(cluster, job) if _whole(cluster, namespace) else "")
            if meant:
                yield f"no monitor here gives the job `{job}`, did you mean `{meant}`?"


@lru_cache(maxsize=4096)
def _spelt(cluster: Cluster, job: str) -> str:
    """The job here that differs from this one in nothing but spelling."""
    return same_but_for_spelling(job, jobs(cluster) or ())


@lru_cache(maxsize=4096)
def _near(cluster: Cluster, job: str) -> str:
    return near(job, jobs(cluster) or ())


def _whole(cluster: Cluster, namespace: str) -> bool:
    return bool(namespace) and cluster.closed(namespace)
