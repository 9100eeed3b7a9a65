"""Objects that select workloads which are not there."""

from __future__ import annotations

from generator.facts import kinds
from generator.facts.workload_selectors import unselected
from tests.rule_examples import cluster

POD = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, ports: [{name: main, containerPort: 8080}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec:
  selector: {app: web}
  ports: [{name: http, port: 80, targetPort: main}, {name: tcp-db, port: 5432}]
"""


def policy(spec: str, name: str = "a", namespace: str = "shop") -> str:
    head = "---\napiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\n"
    return f"{head}metadata: {{name: {name}, namespace: {namespace}}}\nspec: {{{spec}}}\n"


def test_a_policy_without_pods_is_told_with_what_was_meant() -> None:
    seen = cluster(POD + policy("selector: {matchLabels: {app: webb}}"))
    (found,) = seen.all(kinds.AUTHORIZATION_POLICY)
    assert unselected(seen, found) == (
        "no pod in namespace `shop` has the labels app=webb, did you mean `web`?",
        "warning",
    )
    elsewhere = cluster(policy("selector: {matchLabels: {app: redis}}"), "externals: [Service/shop/redis]")
    assert unselected(elsewhere, elsewhere.manifests[0]) == ("", "")


def test_pods_of_charts_and_operators_may_be_elsewhere() -> None:
    def told(labels: str, more: str = "", settings: str = "") -> tuple[str, str]:
        seen = cluster(POD + more + policy(f"selector: {{matchLabels: {labels}}}"), settings)
        (found,) = seen.all(kinds.AUTHORIZATION_POLICY)
        return unselected(seen, found)

    assert told("{istio: ingressgateway}") == ("", "")
    assert told("{gateway.networking.k8s.io/gateway-name: public}") == ("", "")
    assert told("{strimzi.io/name: kafka}")[1] == "unverifiable"
    assert told("{strimzi.io/name: kafka}", settings="closedNamespaces: [shop]")[1] == "warning"
    assert told("{app: billing}")[1] == "warning"
    entry = "---\napiVersion: networking.istio.io/v1\nkind: WorkloadEntry\nmetadata: {name: vm, namespace: shop}\n"
    assert told("{app: vm}", f"{entry}spec: {{address: 10.0.0.1, labels: {{app: vm}}}}\n") == ("", "")
