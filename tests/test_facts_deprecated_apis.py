"""The table of deprecated APIs."""

from __future__ import annotations

from generator.facts.deprecated_apis import ageing, deprecation, gone, table, version


def test_every_row_is_sound() -> None:
    for (api_version, kind), found in table().items():
        assert api_version and kind
        assert version(found.deprecated)
        if found.removed:
            assert version(found.deprecated) < version(found.removed), (api_version, kind)
        assert found.replacement != api_version


def test_the_well_known_ones_are_there() -> None:
    expected = {
        ("policy/v1beta1", "PodDisruptionBudget"): ("1.25", "policy/v1"),
        ("autoscaling/v2beta2", "HorizontalPodAutoscaler"): ("1.26", "autoscaling/v2"),
        ("networking.k8s.io/v1beta1", "Ingress"): ("1.22", "networking.k8s.io/v1"),
        ("flowcontrol.apiserver.k8s.io/v1beta3", "FlowSchema"): ("1.32", "flowcontrol.apiserver.k8s.io/v1"),
        ("batch/v1beta1", "CronJob"): ("1.25", "batch/v1"),
    }
    assert {key: (table()[key].removed, table()[key].replacement) for key in expected} == expected


def test_a_version_decides() -> None:
    found = deprecation("policy/v1beta1", "PodDisruptionBudgetList")
    assert found is not None
    assert [gone(found, version(v)) for v in ("1.24.9", "1.25", "1.25.3")] == [False, True, True]
    assert [ageing(found, version(v)) for v in ("1.20", "1.21", "1.24.9", "1.25")] == [False, True, True, False]
    assert deprecation("apps/v1", "Deployment") is None
