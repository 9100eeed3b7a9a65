"""objects that the next sync deletes

Why: What leaves the repository is deleted by automated pruning, and with volumes, namespaces and definitions goes
what they hold.
Source: https://argo-cd.readthedocs.io/en/stable/user-guide/auto_sync/#automatic-pruning. `Prune=false` and
`Prune=confirm` are honoured; what moves to another Application is told by change-owner-moved.
Before:
    # file: web/a.yaml
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web, namespace: shop}
    # file: web/b.yaml
    ---
    apiVersion: v1
    kind: PersistentVolumeClaim
    metadata: {name: data, namespace: shop}
    spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
    # file: root/a.yaml
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: web}
      syncPolicy: {automated: {prune: true}}
Bad:
    # file: web/a.yaml
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web, namespace: shop}
    # file: root/a.yaml
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: web}
      syncPolicy: {automated: {prune: true}}
Good:
    # file: web/a.yaml
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web, namespace: shop}
    # file: web/b.yaml
    ---
    apiVersion: v1
    kind: PersistentVolumeClaim
    metadata: {name: data, namespace: shop}
    spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
    # file: root/a.yaml
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: web}
      syncPolicy: {automated: {prune: true}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.changes import Pruned, pruned
from generator.facts.cluster import Cluster, get, kind_name
from generator.model import Manifest, ObjectId
from generator.rules.problem import Problem

SEVERITY = "warning"
FLEET = True

_SHOWN = 4
_HOLDS = {
    "PersistentVolumeClaim": "its data",
    "PersistentVolume": "its data",
    kinds.NAMESPACE: "everything in it",
    "CustomResourceDefinition.apiextensions.k8s.io": "every object of its kind",
    kinds.STATEFUL_SET: "the pods that know its volumes",
    kinds.SCALED_OBJECT: "the autoscaler of its workload",
    "KafkaTopic.kafka.strimzi.io": "its messages",
}


def check(cluster: Cluster) -> Iterator[Problem]:
    harmless: dict[ObjectId, list[Pruned]] = {}
    for gone in pruned(cluster):
        who = gone.manifest.id
        lost = _lost(gone.manifest)
        if not lost:
            harmless.setdefault(gone.by.manifest.id, []).append(gone)
            continue
        yield Problem(
            f"the next sync deletes {who}, and with it {lost}",
            gone.by.path,
            fix="keep it, or give it the sync option Prune=false in a change before",
            severity="error",
            manifest=gone.by.manifest,
        )
    for several in harmless.values():
        names = sorted(f"{gone.manifest.id.kind} {gone.manifest.id.name}" for gone in several)
        more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
        yield Problem(
            f"the next sync deletes {', '.join(names[:_SHOWN])}{more}",
            several[0].by.path,
            fix="make sure that nothing needs them any more",
            manifest=several[0].by.manifest,
        )


def _lost(manifest: Manifest) -> str:
    """What goes with the object, "" when nothing does that cannot be made anew."""
    if kind_name(manifest) == kinds.SERVICE:
        return "its address" if get(manifest.body, "spec", "type") == "LoadBalancer" else ""
    return _HOLDS.get(kind_name(manifest), "")
