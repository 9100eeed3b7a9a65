"""authentication that no trigger names

Why: It grants access that nobody needs any more.
Source: https://keda.sh/docs/latest/concepts/authentication/
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: TriggerAuthentication
    metadata: {name: old, namespace: shop}
    spec:
      podIdentity: {provider: aws}
Good:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: aws-sqs-queue
          metadata: {queueURL: "https://sqs.eu-west-1.amazonaws.com/1/orders", awsRegion: eu-west-1}
          authenticationRef: {name: queue}
    ---
    apiVersion: keda.sh/v1alpha1
    kind: TriggerAuthentication
    metadata: {name: queue, namespace: shop}
    spec:
      podIdentity: {provider: aws}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.trigger_authentication import users
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "info"
DEFAULT = False
KINDS = (kinds.TRIGGER_AUTHENTICATION,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    if manifest.id not in users(cluster):
        yield Problem(
            f"no trigger names the TriggerAuthentication `{manifest.id.name}`",
            ("metadata", "name"),
            fix="remove it",
        )
