"""What the mesh's own configuration says, wherever it is written."""

from __future__ import annotations

import pytest

from generator.facts import kinds
from generator.facts.mesh_config import holds_applications, imports, mode_of, outbound_mode, telemetry_providers
from tests.rule_examples import cluster

CHART = """\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: istiod, namespace: argocd}
spec:
  destination: {name: in-cluster}
  source: {repoURL: "https://charts", chart: istiod, helm: {HELM}}
"""
MESH = "meshConfig: {extensionProviders: [{name: jaeger}], outboundTrafficPolicy: {mode: REGISTRY_ONLY}}"
OPERATOR = f"""\
apiVersion: sailoperator.io/v1
kind: Istio
metadata: {{name: default}}
spec: {{version: v1.28.0, values: {{{MESH}}}}}
"""
CONFIG = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: istio-1-28, namespace: istio-system}
data:
  mesh: |
    extensionProviders:
    - name: "jaeger"
    outboundTrafficPolicy:
      mode: REGISTRY_ONLY
"""
SIDECAR = "apiVersion: networking.istio.io/v1\nkind: Sidecar\nmetadata: {name: default, namespace: shop}\nspec: "


@pytest.mark.parametrize(
    "text",
    [
        CHART.replace("HELM", f"valuesObject: {{{MESH}}}"),
        CHART.replace("HELM", f"valuesObject: {{istiod: {{{MESH}}}}}"),
        CHART.replace("HELM", 'values: "meshConfig:\\n  extensionProviders:\\n  - name: jaeger\\n  '
                              'outboundTrafficPolicy:\\n    mode: REGISTRY_ONLY\\n"'),
        OPERATOR,
        CONFIG,
    ],
)  # fmt: skip
def test_providers_and_mode_are_read_wherever_they_are_written(text: str) -> None:
    here = cluster(text)
    assert sorted(telemetry_providers(here) or ()) == ["envoy", "jaeger", "prometheus", "stackdriver"]
    assert outbound_mode(here) == "REGISTRY_ONLY"


def test_without_a_mesh_configuration_nothing_is_known() -> None:
    here = cluster(CHART.replace("HELM", "releaseName: istiod"))
    assert telemetry_providers(here) is None and outbound_mode(here) == ""
    other = cluster(CONFIG.replace("istio-system", "shop"))
    assert telemetry_providers(other) is None


def test_a_mesh_that_says_nothing_lets_unknown_hosts_through() -> None:
    assert outbound_mode(cluster(CHART.replace("HELM", "valuesObject: {meshConfig: {}}"))) == "ALLOW_ANY"


@pytest.mark.parametrize(
    ("hosts", "seen"),
    [
        ('["./*"]', False),
        ('["*/*"]', True),
        ('["depot/*"]', True),
        ('["~/*"]', False),
        ('["depot/stock.depot.svc.cluster.local"]', True),
        ('["depot/*.depot.svc.cluster.local"]', True),
        ('["depot/orders.depot.svc.cluster.local"]', False),
        ('["./*", "*/stock.depot.svc.cluster.local"]', True),
    ],
)
def test_a_sidecar_shows_what_its_egress_names(hosts: str, seen: bool) -> None:
    (sidecar,) = cluster(f"{SIDECAR}{{egress: [{{hosts: {hosts}}}]}}").all(kinds.SIDECAR)
    assert imports(sidecar, "stock.depot.svc.cluster.local", "depot") is seen


def test_a_sidecar_without_egress_shows_everything() -> None:
    (sidecar,) = cluster(f"{SIDECAR}{{}}").all(kinds.SIDECAR)
    assert imports(sidecar, "stock.depot.svc.cluster.local", "depot")


@pytest.mark.parametrize(
    ("spec", "mode"),
    [("{}", "REGISTRY_ONLY"), ("{outboundTrafficPolicy: {mode: ALLOW_ANY}}", "ALLOW_ANY"),
     ("{outboundTrafficPolicy: {}}", "REGISTRY_ONLY")],
)  # fmt: skip
def test_a_sidecars_own_policy_counts_before_the_meshs(spec: str, mode: str) -> None:
    here = cluster(f"{SIDECAR}{spec}\n---\n{CONFIG}")
    assert mode_of(here, here.all(kinds.SIDECAR)[0]) == mode


@pytest.mark.parametrize(
    ("values", "answer"),
    [
        ("{meshConfig: {defaultConfig: {holdApplicationUntilProxyStarts: true}}}", True),
        ("{meshConfig: {defaultConfig: {}}}", False),
    ],
)
def test_a_mesh_may_make_every_application_wait(values: str, answer: bool) -> None:
    assert holds_applications(cluster(CHART.replace("HELM", f"valuesObject: {values}"))) is answer
