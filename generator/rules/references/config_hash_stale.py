"""checksum on a pod template that is not that of the ConfigMap

Why: The checksum is there so that pods restart when the configuration changes. One that is not the content's own says
that somebody changed one of the two by hand: the pods keep running with what they read before.
Source: argosy's own `checksum/config`: SHA-256 of the ConfigMap's `data` as JSON, keys sorted, without blanks.
Checksums of other tools are taken from texts that are not here, so nothing is said of them.
Bad:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: api, namespace: shop, labels: {app.kubernetes.io/managed-by: argosy}}
    spec:
      selector: {matchLabels: {app: api}}
      template:
        metadata:
          labels: {app: api}
          annotations: {checksum/config: 0fa1ac9f9b2a7f7d3c9a6d5b44f6a3a1d3f0a6be2f9d3c8b7a6f5e4d3c2b1a00}
        spec: {containers: [{name: api, image: "api:1"}]}
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: api-config, namespace: shop, labels: {app.kubernetes.io/managed-by: argosy}}
    data: {app.yaml: "level: info"}
Good:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: api, namespace: shop, labels: {app.kubernetes.io/managed-by: argosy}}
    spec:
      selector: {matchLabels: {app: api}}
      template:
        metadata:
          labels: {app: api}
          annotations: {checksum/config: 764f7d30001021cee45e51d8047ae42d78d769eea4468aea7da5e3cb07359a83}
        spec: {containers: [{name: api, image: "api:1"}]}
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: api-config, namespace: shop, labels: {app.kubernetes.io/managed-by: argosy}}
    data: {app.yaml: "level: info"}
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping
from generator.facts.sidecars import notes_of
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.DEPLOYMENT, kinds.STATEFUL_SET, kinds.DAEMON_SET, kinds.CRON_JOB, kinds.JOB)
_CHECKSUM = "checksum/config"
NEEDS = (_CHECKSUM,)
_OWN = ("app.kubernetes.io/managed-by", "argosy")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    if manifest.app is not None:
        return  # just made from values: the checksum is of what they say
    template = cluster.template(manifest)
    written = notes_of(template).get(_CHECKSUM) if template is not None and _ours(manifest) else None
    source = cluster.get(kinds.CONFIG_MAP, manifest.id.namespace, f"{manifest.id.name}-config")
    if template is None or not isinstance(written, str) or source is None or not _ours(source):
        return
    text = json.dumps(dict(mapping(source.body, "data")), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    if hashlib.sha256(text.encode()).hexdigest() != written:
        yield Problem(
            f"the checksum is not that of ConfigMap `{source.id.name}` as it is now",
            (*template.path, "metadata", "annotations", _CHECKSUM),
            fix="render anew: change configuration in values/, never in what is rendered",
            related=(Place("the ConfigMap", source, ("data",)),),
        )


def _ours(manifest: Manifest) -> bool:
    return mapping(manifest.body, "metadata", "labels").get(_OWN[0]) == _OWN[1]
