"""Both engines on the bundled schemas: thousands of broken objects, one verdict and one wording."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from typing import Any

import pytest

from generator.model import Path
from generator.schema_store import SchemaStore

CONTAINER = {
    "name": "web",
    "image": "ghcr.io/acme/web:1.0",
    "ports": [{"name": "http", "containerPort": 8080}, {"name": "metrics", "containerPort": 9090}],
    "env": [{"name": "A", "value": "b"}, {"name": "S", "valueFrom": {"secretKeyRef": {"name": "x", "key": "y"}}}],
    "resources": {"requests": {"cpu": "500m", "memory": "1Gi"}, "limits": {"memory": "2Gi"}},
    "livenessProbe": {"httpGet": {"path": "/h", "port": "http"}, "periodSeconds": 10},
}
ROUTE = {
    "match": [{"uri": {"prefix": "/a"}, "headers": {"x-canary": {"exact": "true"}}}],
    "route": [{"destination": {"host": "x", "subset": "stable"}, "weight": 90}],
    "timeout": "30s",
    "retries": {"attempts": 3, "perTryTimeout": "10s"},
}
SPECS: dict[tuple[str, str], dict[str, Any]] = {
    ("apps/v1", "Deployment"): {
        "replicas": 3,
        "selector": {"matchLabels": {"a": "b"}},
        "strategy": {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": "25%", "maxUnavailable": 0}},
        "template": {"metadata": {"labels": {"a": "b"}}, "spec": {"containers": [CONTAINER]}},
    },
    ("v1", "Service"): {"selector": {"a": "b"}, "ports": [{"name": "http", "port": 80, "targetPort": "http"}]},
    ("autoscaling/v2", "HorizontalPodAutoscaler"): {
        "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"},
        "minReplicas": 2,
        "maxReplicas": 10,
        "metrics": [
            {
                "type": "Resource",
                "resource": {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 70}},
            }
        ],
    },
    ("keda.sh/v1alpha1", "ScaledObject"): {
        "scaleTargetRef": {"name": "web"},
        "minReplicaCount": 1,
        "triggers": [
            {"type": "prometheus", "metadata": {"serverAddress": "http://p", "query": "up", "threshold": "5"}}
        ],
    },
    ("networking.istio.io/v1", "VirtualService"): {
        "hosts": ["a.example.com"],
        "gateways": ["gw/public"],
        "http": [ROUTE],
    },
    ("networking.istio.io/v1", "DestinationRule"): {
        "host": "x",
        "trafficPolicy": {
            "connectionPool": {"tcp": {"maxConnections": 100}, "http": {"http1MaxPendingRequests": 64}},
            "loadBalancer": {"consistentHash": {"httpHeaderName": "x-session"}},
            "outlierDetection": {"consecutive5xxErrors": 5, "interval": "30s"},
        },
    },
    ("monitoring.coreos.com/v1", "PrometheusRule"): {
        "groups": [
            {"name": "a", "rules": [{"alert": "X", "expr": "up == 0", "for": "5m", "labels": {"severity": "page"}}]}
        ]
    },
    ("argoproj.io/v1alpha1", "Application"): {
        "project": "p",
        "source": {"repoURL": "https://x", "path": "a", "targetRevision": "main"},
        "destination": {"server": "https://k", "namespace": "shop"},
        "syncPolicy": {"automated": {"prune": True}, "syncOptions": ["CreateNamespace=true"]},
    },
}
JUNK: tuple[Any, ...] = (None, True, -1, 2**40, 1.5, "", "junk", "512MB", [], ["x"], {}, {"x": 1})


def bodies() -> dict[tuple[str, str], dict[str, Any]]:
    meta = {"name": "web", "namespace": "shop", "labels": {"a": "b"}}
    return {
        (version, kind): {"apiVersion": version, "kind": kind, "metadata": meta, "spec": spec}
        for (version, kind), spec in SPECS.items()
    }


@pytest.fixture(scope="module")
def stores() -> tuple[SchemaStore, SchemaStore]:
    return SchemaStore("1.33", engine="rust"), SchemaStore("1.33", engine="pure")


def paths(node: Any, here: Path = ()) -> Iterator[Path]:
    yield here
    children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, child in children:
        yield from paths(child, (*here, key))


def broken(draw: random.Random, body: dict[str, Any]) -> dict[str, Any]:
    """The body with one change that a tired person could make."""
    mutant = copy.deepcopy(body)
    path = draw.choice([path for path in paths(mutant) if path])
    holder: Any = mutant
    for part in path[:-1]:
        holder = holder[part]
    action = draw.randrange(4)
    if action == 0:
        holder[path[-1]] = draw.choice(JUNK)
    elif action == 1 and isinstance(holder, dict):
        holder[f"{path[-1]}s"] = holder.pop(path[-1])
    elif action == 2:
        del holder[path[-1]]
    elif isinstance(holder, list):
        holder.append(copy.deepcopy(holder[path[-1]]))
    else:
        holder[draw.choice(["exact", "regex", "replicas", "kind"])] = draw.choice(JUNK)
    return mutant


@pytest.mark.parametrize("key", sorted(SPECS), ids="/".join)
def test_a_right_object_is_right(stores: tuple[SchemaStore, SchemaStore], key: tuple[str, str]) -> None:
    body = bodies()[key]
    for store in stores:
        schema = store.schema(*key)
        assert schema is not None
        assert schema.problems(body) == []
        assert schema.valid(body)


@pytest.mark.parametrize("key", sorted(SPECS), ids="/".join)
def test_both_engines_tell_the_same(stores: tuple[SchemaStore, SchemaStore], key: tuple[str, str]) -> None:
    draw = random.Random("/".join(key))
    fast, slow = (store.schema(*key) for store in stores)
    assert fast is not None
    assert slow is not None
    refused = 0
    for _ in range(150):
        body = broken(draw, bodies()[key])
        problems = fast.problems(body)
        assert problems == slow.problems(body)
        assert fast.valid(body) == slow.valid(body) == (not problems)
        refused += bool(problems)
        for problem in problems:
            assert problem.message and problem.fix
            assert len(problem.message) < 700
    assert refused > 60
