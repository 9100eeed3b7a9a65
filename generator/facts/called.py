"""Which Services of the cluster a workload calls, as far as its variables, arguments and ConfigMaps name them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.facts import kinds
from generator.facts.cluster import Cluster, PodTemplate, mapping, rows
from generator.facts.cluster_hosts import addresses
from generator.facts.fields import entries, text
from generator.facts.references import named_by
from generator.model import Manifest, Path


@dataclass(frozen=True, slots=True)
class Call:
    """A Service that a text names, and where the text stands."""

    service: Manifest
    manifest: Manifest
    path: Path


def calls(cluster: Cluster, template: PodTemplate) -> Iterator[Call]:
    """The Services that a pod's settings name as `name.namespace`, each as often as it is named."""
    for manifest, path, written in _texts(cluster, template):
        if "." in written:
            yield from (Call(found.service, manifest, path) for found in addresses(cluster, written))


def _texts(cluster: Cluster, template: PodTemplate) -> Iterator[tuple[Manifest, Path, str]]:
    for path, container in template.containers(init=True):
        for n, row in entries(container, "env"):
            yield template.manifest, (*path, "env", n, "value"), text(row, "value")
        for field in ("command", "args"):
            for n, word in enumerate(rows(container, field)):
                if isinstance(word, str):
                    yield template.manifest, (*path, field, n), word
    read: set[tuple[str, str]] = set()
    for reference in named_by(template):
        config = cluster.get(kinds.CONFIG_MAP, reference.namespace, reference.name)
        if reference.kind != "ConfigMap" or config is None or (reference.name, reference.key) in read:
            continue
        read.add((reference.name, reference.key))
        for key, held in mapping(config.body, "data").items():
            if isinstance(held, str) and reference.key in ("", key):
                yield config, ("data", key), held
