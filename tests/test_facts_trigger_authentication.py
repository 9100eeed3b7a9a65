"""What authentications give, and who uses them."""

from __future__ import annotations

from rule_examples import cluster

from generator.facts import kinds
from generator.facts.scaled_object import triggers
from generator.facts.trigger_authentication import (
    available,
    identity,
    named_alike,
    of_trigger,
    opaque,
    reference,
    secret_namespace,
    supplies,
    users,
)
from generator.model import ObjectId

TREE = cluster("""
apiVersion: keda.sh/v1alpha1
kind: ScaledJob
metadata: {name: worker, namespace: shop}
spec:
  jobTargetRef: {}
  triggers:
    - {type: kafka, metadata: {}, authenticationRef: {name: queue}}
    - {type: kafka, metadata: {}, authenticationRef: {name: queue, kind: ClusterTriggerAuthentication}}
    - {type: kafka, metadata: {}, authenticationRef: queue}
    - {type: kafka, metadata: {}}
---
apiVersion: keda.sh/v1alpha1
kind: TriggerAuthentication
metadata: {name: queue, namespace: shop}
spec:
  podIdentity: {provider: none}
  secretTargetRef: [{parameter: password, name: s, key: k}, nothing]
  hashiCorpVault: {secrets: [{parameter: username, path: p, key: k}]}
  boundServiceAccountToken: [{parameter: token, serviceAccountName: sa}]
---
apiVersion: keda.sh/v1alpha1
kind: ClusterTriggerAuthentication
metadata: {name: queue}
spec:
  podIdentity: {provider: aws}
  filePath: keys.json
""")
PLAIN, SHARED = TREE.all(kinds.TRIGGER_AUTHENTICATION)[0], TREE.all(kinds.CLUSTER_TRIGGER_AUTHENTICATION)[0]
FOUND = list(triggers(TREE.all(kinds.SCALED_JOB)[0]))


def test_every_source_names_its_parameters() -> None:
    assert [(one.parameter, one.source, one.path) for one in supplies(PLAIN)] == [
        ("password", "secretTargetRef", ("spec", "secretTargetRef", 0)),
        ("token", "boundServiceAccountToken", ("spec", "boundServiceAccountToken", 0)),
        ("username", "hashiCorpVault", ("spec", "hashiCorpVault", "secrets", 0)),
    ]


def test_a_file_may_hold_any_parameter() -> None:
    assert (opaque(PLAIN), opaque(SHARED)) == (False, True)


def test_identity_none_is_no_identity() -> None:
    assert (identity(PLAIN), identity(SHARED)) == ("", "aws")


def test_a_reference_reaches_its_own_namespace_or_the_cluster() -> None:
    plain = ObjectId("keda.sh", "TriggerAuthentication", "shop", "queue")
    shared = ObjectId("keda.sh", "ClusterTriggerAuthentication", "", "queue")
    assert [reference(one) for one in FOUND] == [plain, shared, None, None]
    assert [of_trigger(TREE, one) for one in FOUND] == [PLAIN, SHARED, None, None]
    assert users(TREE) == {plain: (FOUND[0],), shared: (FOUND[1],)}
    assert named_alike(TREE, plain) == (SHARED,)


def test_secrets_stand_beside_the_authentication_or_beside_keda() -> None:
    assert (secret_namespace(PLAIN), secret_namespace(SHARED)) == ("shop", "")


def test_names_that_a_trigger_could_use() -> None:
    assert available(TREE, "shop", "TriggerAuthentication") == ["queue"]
    assert available(TREE, "other", "TriggerAuthentication") == []
    assert available(TREE, "other", "ClusterTriggerAuthentication") == ["queue"]
