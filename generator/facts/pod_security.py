"""What the Pod Security Standards refuse of a pod, level by level.

Source: https://kubernetes.io/docs/concepts/security/pod-security-standards/ (baseline and restricted).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.facts import kinds
from generator.facts.cluster import Cluster, PodTemplate, get, mapping, rows
from generator.facts.fields import entries, text
from generator.facts.privileges import CONTEXT, containers, effective, place, windows
from generator.model import Path

PREFIX = "pod-security.kubernetes.io/"
ENFORCE = f"{PREFIX}enforce"
LEVELS = ("privileged", "baseline", "restricted")
BASELINE_CAPABILITIES = frozenset({
    "AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "SETFCAP",
    "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT",
})  # fmt: skip
SYSCTLS = frozenset({
    "kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.ip_unprivileged_port_start",
    "net.ipv4.tcp_syncookies", "net.ipv4.ping_group_range", "net.ipv4.ip_local_reserved_ports",
    "net.ipv4.tcp_keepalive_time", "net.ipv4.tcp_fin_timeout", "net.ipv4.tcp_keepalive_intvl",
    "net.ipv4.tcp_keepalive_probes", "net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem",
})  # fmt: skip
_VOLUMES = frozenset({
    "name", "configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "image", "persistentVolumeClaim", "projected",
    "secret",
})  # fmt: skip
_SELINUX = (None, "", "container_t", "container_init_t", "container_kvm_t", "container_engine_t")
_SECCOMP = ("RuntimeDefault", "Localhost")
_PROBES = (
    ("livenessProbe",),
    ("readinessProbe",),
    ("startupProbe",),
    ("lifecycle", "postStart"),
    ("lifecycle", "preStop"),
)
_HOST_PROBES_SINCE = (1, 34)


@dataclass(frozen=True, slots=True)
class Violation:
    """What a level refuses, and where it stands (or would have to stand)."""

    message: str
    path: Path


def violations(template: PodTemplate, level: str, version: tuple[int, ...]) -> Iterator[Violation]:
    """Everything a level refuses of a pod; an unknown level counts as privileged."""
    if level not in LEVELS[1:]:
        return
    yield from _pod(template)
    for path, container in containers(template):
        yield from _container(template, path, container, version)
    if level == "restricted":
        yield from _volumes(template)
        if not windows(template):
            for path, container in containers(template):
                yield from _restricted(template, path, container)


def _pod(template: PodTemplate) -> Iterator[Violation]:
    here: Path = (*template.path, "spec")
    for field in ("hostNetwork", "hostPID", "hostIPC"):
        if template.spec.get(field) is True:
            yield Violation(f"{field} is true", (*here, field))
    for n, volume in entries(template.spec, "volumes"):
        if "hostPath" in volume:
            yield Violation(f"volume `{text(volume, 'name')}` is a hostPath", (*here, "volumes", n, "hostPath"))
    for n, row in entries(template.spec, CONTEXT, "sysctls"):
        if text(row, "name") not in SYSCTLS:
            yield Violation(f"sysctl `{text(row, 'name')}` is not among the safe ones", (*here, CONTEXT, "sysctls", n))
    yield from _context(mapping(template.spec, CONTEXT), (*here, CONTEXT))


def _context(context: Mapping[str, Any], path: Path) -> Iterator[Violation]:
    """What both a pod's and a container's security context must not say."""
    if get(context, "windowsOptions", "hostProcess") is True:
        yield Violation("windowsOptions.hostProcess is true", (*path, "windowsOptions", "hostProcess"))
    options = mapping(context, "seLinuxOptions")
    if options.get("type") not in _SELINUX or options.get("user") or options.get("role"):
        yield Violation("seLinuxOptions change user, role or type", (*path, "seLinuxOptions"))
    for field in ("seccompProfile", "appArmorProfile"):
        if get(context, field, "type") == "Unconfined":
            yield Violation(f"{field} is Unconfined", (*path, field, "type"))


def _container(
    template: PodTemplate, path: Path, container: Mapping[str, Any], version: tuple[int, ...]
) -> Iterator[Violation]:
    context = mapping(container, CONTEXT)
    if context.get("privileged") is True:
        yield Violation("privileged is true", (*path, CONTEXT, "privileged"))
    added = [str(c) for c in rows(context, "capabilities", "add")]
    beyond = sorted({c.removeprefix("CAP_") for c in added} - BASELINE_CAPABILITIES)
    if beyond:
        yield Violation(f"capability {', '.join(beyond)} is added", (*path, CONTEXT, "capabilities", "add"))
    if context.get("procMount") not in (None, "Default"):
        yield Violation(f"procMount is {context['procMount']}", (*path, CONTEXT, "procMount"))
    for n, row in entries(container, "ports"):
        if row.get("hostPort"):
            yield Violation(f"hostPort {row['hostPort']}", (*path, "ports", n, "hostPort"))
    yield from _context(context, (*path, CONTEXT))
    for way in _PROBES if version >= _HOST_PROBES_SINCE else ():
        for handler in ("httpGet", "tcpSocket"):
            if get(container, *way, handler, "host"):
                yield Violation(f"{way[-1]} names a host", (*path, *way, handler, "host"))


def _volumes(template: PodTemplate) -> Iterator[Violation]:
    for n, volume in entries(template.spec, "volumes"):
        other = sorted(set(volume) - _VOLUMES - {"hostPath"})
        if other:
            path = (*template.path, "spec", "volumes", n, other[0])
            yield Violation(f"volume `{text(volume, 'name')}` is of type {other[0]}", path)


def _restricted(template: PodTemplate, path: Path, container: Mapping[str, Any]) -> Iterator[Violation]:
    context = mapping(container, CONTEXT)
    if context.get("allowPrivilegeEscalation") is not False:
        yield Violation("allowPrivilegeEscalation is not false", (*path, CONTEXT, "allowPrivilegeEscalation"))
    nonroot, own = effective(template, container, "runAsNonRoot")
    if nonroot is not True:
        yield Violation("runAsNonRoot is not true", place(template, path, "runAsNonRoot", own=own))
    user, own = effective(template, container, "runAsUser")
    if user == 0:
        yield Violation("runAsUser is 0", place(template, path, "runAsUser", own=own))
    profile, own = effective(template, container, "seccompProfile")
    if get(profile, "type") not in _SECCOMP:
        yield Violation("no seccompProfile is set", place(template, path, "seccompProfile", own=own))
    if "ALL" not in rows(context, "capabilities", "drop"):
        yield Violation("not all capabilities are dropped", (*path, CONTEXT, "capabilities", "drop"))
    added = sorted({str(c) for c in rows(context, "capabilities", "add")} - {"NET_BIND_SERVICE"})
    if added and not set(added) - BASELINE_CAPABILITIES:
        yield Violation(f"capability {', '.join(added)} is added", (*path, CONTEXT, "capabilities", "add"))


def meant(cluster: Cluster, namespace: str) -> bool:
    """Whether a namespace says itself that privileged pods belong there, as one for the agents of nodes does."""
    found = cluster.get(kinds.NAMESPACE, "", namespace)
    return found is not None and text(found.body, "metadata", "labels", ENFORCE) == "privileged"
