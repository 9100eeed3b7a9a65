"""Values of the annotations that the injector reads."""

from __future__ import annotations

import pytest

from generator.facts.istio_annotations import value_fault

TRAFFIC, SIDECAR = "traffic.sidecar.istio.io/", "sidecar.istio.io/"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        (f"{TRAFFIC}excludeOutboundPorts", "6379, 5432"),
        (f"{TRAFFIC}excludeOutboundPorts", ""),
        (f"{TRAFFIC}includeInboundPorts", "*"),
        (f"{TRAFFIC}includeOutboundIPRanges", "*"),
        (f"{TRAFFIC}excludeOutboundIPRanges", "10.0.0.0/8,2001:db8::/32,192.168.1.7/24"),
        (f"{SIDECAR}proxyCPU", "100m"),
        (f"{SIDECAR}proxyMemoryLimit", "1Gi"),
        (f"{SIDECAR}logLevel", "anything"),
    ],
)
def test_values_that_are_read(name: str, value: str) -> None:
    assert value_fault(name, value) is None


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        (f"{TRAFFIC}excludeOutboundPorts", "redis", "`redis` is no port"),
        (f"{TRAFFIC}excludeInboundPorts", "*", "`*` is no port"),
        (f"{TRAFFIC}includeInboundPorts", "80,70000", "`70000` is no port"),
        (f"{TRAFFIC}includeOutboundPorts", "80,", "`` is no port"),
        (f"{TRAFFIC}includeOutboundIPRanges", "10.0.0.0/33", "`10.0.0.0/33` is no range of addresses"),
        (f"{TRAFFIC}excludeOutboundIPRanges", "10.0.0.1", "`10.0.0.1` is no range of addresses"),
        (f"{TRAFFIC}excludeOutboundIPRanges", "10.0.0.0/8, 10.1.0.0/16", "blanks beside commas are not taken"),
        (f"{SIDECAR}proxyCPU", "a lot", "it is no quantity"),
    ],
)
def test_values_that_cannot_be_read(name: str, value: str, why: str) -> None:
    found = value_fault(name, value)
    assert found is not None
    assert found[0] == why
