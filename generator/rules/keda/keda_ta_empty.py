"""authentication that gives nothing

Why: Triggers that name it get no parameter and no identity, so they connect as nobody.
Source: kedacore/keda apis/keda/v1alpha1/triggerauthentication_types.go.
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: TriggerAuthentication
    metadata: {name: kafka-auth, namespace: shop}
    spec: {}
Bad (identity none):
    apiVersion: keda.sh/v1alpha1
    kind: TriggerAuthentication
    metadata: {name: kafka-auth, namespace: shop}
    spec:
      podIdentity: {provider: none}
Good:
    apiVersion: keda.sh/v1alpha1
    kind: TriggerAuthentication
    metadata: {name: queue, namespace: shop}
    spec:
      podIdentity: {provider: aws}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.cluster import Cluster
from generator.facts.scaled_object import AUTHENTICATIONS
from generator.facts.trigger_authentication import identity, opaque, supplies
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = AUTHENTICATIONS


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    if not identity(manifest) and not opaque(manifest) and next(supplies(manifest), None) is None:
        yield Problem(
            f"{manifest.id.kind} `{manifest.id.name}` gives neither parameters nor an identity",
            ("spec",),
            fix="add secretTargetRef or podIdentity, or remove the object and the references to it",
        )
