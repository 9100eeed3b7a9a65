"""The Pod Security Standards, each clause once."""

from __future__ import annotations

import pytest

from generator.facts.pod_security import violations
from tests.rule_examples import cluster

GOOD = "allowPrivilegeEscalation: false, runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}"


def found(level: str, pod: str = "", context: str = "", container: str = "") -> list[str]:
    body = (
        "apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: shop}\n"
        f"spec:\n  containers:\n    - {{name: a, image: b, securityContext: {{{context}}}{container}}}\n  {pod}\n"
    )
    (template,) = cluster(body).templates
    return [violation.message for violation in violations(template, level, (1, 34))]


@pytest.mark.parametrize(
    ("pod", "context", "container", "message"),
    [
        ("hostNetwork: true", "", "", "hostNetwork is true"),
        ("hostPID: true", "", "", "hostPID is true"),
        ("volumes: [{name: v, hostPath: {path: /}}]", "", "", "volume `v` is a hostPath"),
        ("securityContext: {sysctls: [{name: k.m, value: '1'}]}", "", "", "sysctl `k.m` is not among the safe ones"),
        ("securityContext: {windowsOptions: {hostProcess: true}}", "", "", "windowsOptions.hostProcess is true"),
        ("", "privileged: true", "", "privileged is true"),
        ("", "capabilities: {add: [CAP_NET_RAW, CHOWN]}", "", "capability NET_RAW is added"),
        ("", "procMount: Unmasked", "", "procMount is Unmasked"),
        ("", "seLinuxOptions: {type: spc_t}", "", "seLinuxOptions change user, role or type"),
        ("", "seccompProfile: {type: Unconfined}", "", "seccompProfile is Unconfined"),
        ("", "appArmorProfile: {type: Unconfined}", "", "appArmorProfile is Unconfined"),
        ("", "", ", ports: [{containerPort: 1, hostPort: 80}]", "hostPort 80"),
        ("", "", ", livenessProbe: {tcpSocket: {host: a, port: 1}}", "livenessProbe names a host"),
    ],
)  # fmt: skip
def test_baseline_refuses(pod: str, context: str, container: str, message: str) -> None:
    assert found("baseline", pod, context, container) == [message]
    assert found("privileged", pod, context, container) == []


def test_restricted_demands() -> None:
    assert found("restricted", "", f"{GOOD}, capabilities: {{drop: [ALL], add: [NET_BIND_SERVICE]}}") == []
    assert found("restricted") == [
        "allowPrivilegeEscalation is not false",
        "runAsNonRoot is not true",
        "no seccompProfile is set",
        "not all capabilities are dropped",
    ]
    assert found(
        "restricted", "volumes: [{name: v, nfs: {server: a, path: b}}]", f"{GOOD}, capabilities: {{drop: [ALL]}}"
    ) == ["volume `v` is of type nfs"]
    assert found("restricted", "", f"{GOOD}, runAsUser: 0, capabilities: {{drop: [ALL], add: [CHOWN]}}") == [
        "runAsUser is 0",
        "capability CHOWN is added",
    ]


def test_an_unknown_level_refuses_nothing() -> None:
    assert found("strict", "", "privileged: true") == []
