"""Pods that operators and charts make: where any may run, a selector that fits nothing here proves nothing."""

from __future__ import annotations

from functools import lru_cache

from generator.facts import kinds
from generator.facts.cluster import Cluster, get
from generator.facts.fields import entries, text

_KINDS = frozenset(
    f"{kind}.monitoring.coreos.com" for kind in ("Prometheus", "PrometheusAgent", "Alertmanager", "ThanosRuler")
)
_GROUPS = (
    "acid.zalan.do",
    "agent.k8s.elastic.co",
    "cassandra.datastax.com",
    "clickhouse.altinity.com",
    "cnpg.io",
    "databases.spotahome.com",
    "dragonflydb.io",
    "elasticsearch.k8s.elastic.co",
    "flink.apache.org",
    "gateway.networking.k8s.io",
    "grafana.integreatly.org",
    "jaegertracing.io",
    "k8s.mariadb.com",
    "kafka.strimzi.io",
    "keycloak.org",
    "kibana.k8s.elastic.co",
    "kubeflow.org",
    "leaderworkerset.x-k8s.io",
    "minio.min.io",
    "mongodb.com",
    "mongodbcommunity.mongodb.com",
    "mysql.oracle.com",
    "opentelemetry.io",
    "operator.victoriametrics.com",
    "percona.com",
    "qdrant.io",
    "rabbitmq.com",
    "ray.io",
    "redis.opstreelabs.in",
    "redis.redis.opstreelabs.in",
    "serving.knative.dev",
    "serving.kserve.io",
    "sparkoperator.k8s.io",
    "tekton.dev",
    "temporal.io",
    "volcano.sh",
    "weaviate.io",
)
"""API groups whose objects become pods."""


@lru_cache(maxsize=8)
def _makers(cluster: Cluster) -> frozenset[str]:
    found = set()
    for kind, manifests in cluster.by_kind.items():
        group = kind.partition(".")[2]
        if kind in _KINDS or (group and group.endswith(_GROUPS)):
            found |= {manifest.id.namespace for manifest in manifests}
    for application in cluster.all(kinds.APPLICATION):
        sources = [s for _, s in entries(application.body, "spec", "sources")]
        source = get(application.body, "spec", "source")
        if any(text(s, "chart") for s in [*sources, source]):
            found.add(text(application.body, "spec", "destination", "namespace"))
    return frozenset(found)


def may_make_pods(cluster: Cluster, namespace: str) -> bool:
    """Whether an operator's object or a chart in a namespace may make pods that are not among the manifests."""
    return namespace in _makers(cluster)
