"""The mode of mutual TLS in force, and which pods have a sidecar."""

from __future__ import annotations

import pytest

from generator.facts.mutual_tls import mode
from generator.facts.sidecars import injected
from tests.rule_examples import cluster

POD = """
apiVersion: apps/v1
kind: Deployment
metadata: {name: api, namespace: shop}
spec:
  selector: {matchLabels: {app: api}}
  template: {metadata: {labels: {app: api}}, spec: {containers: [{name: api, image: "api:1"}]}}
"""


def policy(name: str, namespace: str, spec: str) -> str:
    return f"""---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: {{name: {name}, namespace: {namespace}}}
spec: {spec}
"""


MESH = policy("default", "istio-system", "{mtls: {mode: STRICT}}")
NAMESPACE = policy("default", "shop", "{mtls: {mode: DISABLE}}")
SELECTED = policy("api", "shop", "{selector: {matchLabels: {app: api}}, mtls: {mode: PERMISSIVE}}")
PORT = policy(
    "api", "shop", '{selector: {matchLabels: {app: api}}, mtls: {mode: UNSET}, portLevelMtls: {"8080": {mode: STRICT}}}'
)
FOREIGN = policy("api", "shop", "{selector: {matchLabels: {app: web}}, mtls: {mode: STRICT}}")


@pytest.mark.parametrize(
    ("policies", "port", "expected"),
    [
        ((), 80, "PERMISSIVE"),
        ((MESH,), 80, "STRICT"),
        ((MESH, NAMESPACE), 80, "DISABLE"),
        ((MESH, NAMESPACE, SELECTED), 80, "PERMISSIVE"),
        ((MESH, NAMESPACE, PORT), 8080, "STRICT"),
        ((MESH, NAMESPACE, PORT), 80, "DISABLE"),
        ((MESH, FOREIGN), 80, "STRICT"),
        ((NAMESPACE, policy("second", "shop", "{mtls: {mode: STRICT}}")), 80, ""),
    ],
)
def test_the_nearest_policy_that_says_something_counts(policies: tuple[str, ...], port: int, expected: str) -> None:
    seen = cluster(POD + "".join(policies))
    assert mode(seen, seen.templates[0], port).name == expected


@pytest.mark.parametrize(
    ("labels", "namespace", "expected"),
    [
        ("app: api", None, None),
        ("app: api", "{istio-injection: enabled}", True),
        ("app: api", "{istio.io/rev: stable}", True),
        ("app: api", "{}", False),
        ("app: api", "{istio-injection: disabled}", False),
        ('sidecar.istio.io/inject: "false"', "{istio-injection: enabled}", False),
        ('sidecar.istio.io/inject: "true"', "{}", True),
        ('sidecar.istio.io/inject: "true"', "{istio-injection: disabled}", False),
    ],
)
def test_a_sidecar_comes_by_label_of_the_pod_or_its_namespace(
    labels: str, namespace: str | None, expected: bool | None
) -> None:
    text = POD.replace("labels: {app: api}", f"labels: {{{labels}}}")
    if namespace is not None:
        text += f"---\napiVersion: v1\nkind: Namespace\nmetadata: {{name: shop, labels: {namespace}}}\n"
    seen = cluster(text)
    assert injected(seen, seen.templates[0]) is expected
