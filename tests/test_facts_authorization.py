"""Istio's security policies: selection, ports, protocols, admission, attributes."""

from __future__ import annotations

import pytest

from generator.facts import kinds
from generator.facts.admission import Client, Request, refusing
from generator.facts.attributes import (
    account_problem,
    address_problem,
    key_problem,
    method_problem,
    port_problem,
    template_problem,
)
from generator.facts.authorization import (
    applying,
    fits,
    mistaken_port,
    pod_ports,
    ports_of,
    rules_of,
    selected,
    tcp_only,
)
from generator.facts.cluster import Cluster
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


def names(seen: Cluster) -> list[str]:
    return sorted(p.id.name for p in applying(seen, kinds.AUTHORIZATION_POLICY, seen.templates[0]))


def test_policies_apply_from_the_namespace_and_from_the_root_namespace() -> None:
    web = "selector: {matchLabels: {app: web}}"
    seen = cluster(
        POD
        + policy(web, "own")
        + policy("", "all")
        + policy("selector: {matchLabels: {app: api}}", "other")
        + policy(web, "root", "istio-system")
        + policy(web, "far", "edge")
        + policy("targetRefs: [{kind: Service, name: web}]", "attached")
    )
    assert names(seen) == ["all", "own", "root"]
    by_name = {p.id.name: p for p in seen.all(kinds.AUTHORIZATION_POLICY)}
    assert [len(selected(seen, by_name[name])) for name in ("own", "other", "root", "attached")] == [1, 0, 1, 0]


def test_ports_are_those_of_the_pods() -> None:
    seen = cluster(POD)
    (template,) = seen.templates
    assert pod_ports(seen, template) == {8080, 5432}
    found = mistaken_port(seen, (template,), 80)
    assert found is not None and (found[0].id.name, found[1]) == ("web", 8080)
    assert mistaken_port(seen, (template,), 8080) is None
    assert mistaken_port(seen, (template,), 99) is None
    assert tcp_only(seen, template, 5432)
    assert not tcp_only(seen, template, 8080)
    assert not tcp_only(seen, template, 1)


@pytest.mark.parametrize(
    ("patterns", "value", "expected"),
    [
        (["a"], "a", True),
        (["a*"], "abc", True),
        (["*c"], "abc", True),
        (["*"], "", False),
        (["*"], "x", True),
        ([], "a", False),
    ],
)
def test_texts_match_exactly_or_at_one_end(patterns: list[str], value: str, expected: bool) -> None:
    assert fits(patterns, value) is expected


@pytest.mark.parametrize(
    ("source", "refused"),
    [
        ("namespaces: [edge]", False),
        ("namespaces: [shop]", True),
        ("principals: ['cluster.local/ns/edge/sa/gw']", False),
        ("principals: ['*/sa/gw']", False),
        ("principals: ['cluster.local/ns/edge/sa/x']", True),
        ("serviceAccounts: [edge/gw]", False),
        ("serviceAccounts: [shop/gw]", True),
        ("notNamespaces: [edge]", True),
        ("ipBlocks: [10.0.0.0/8]", False),
    ],
)
def test_a_client_is_refused_only_where_that_is_certain(source: str, refused: bool) -> None:
    seen = cluster(POD + policy(f"rules: [{{from: [{{source: {{{source}}}}}]}}]"))
    assert bool(refusing(seen, seen.templates[0], Client("edge", "gw"), Request(8080))) is refused


@pytest.mark.parametrize(
    ("told", "good", "bad"),
    [
        (address_problem, ["10.0.0.1", "10.0.0.0/8", "::1", "fd00::/8"], ["10.0.0.0/33", "here", ""]),
        (port_problem, ["1", "65535"], ["0", "65536", "http", "-1", "١"]),
        (method_problem, ["GET", "P*", "*ST", "*", "M-SEARCH"], ["get", "P*T", "*A*"]),
        (template_problem, ["/a/*", "/{*}/b/{**}/c", "/{**}"], ["/{*}b", "/{**}/{*}", "/{*}/*", "/a{b}", "/a{"]),
        (account_problem, ["web", "shop/web"], ["shop/", "/web", "a/b/c", "shop/*", "*"]),
        (
            key_problem,
            [
                "source.ip",
                "request.headers[a]",
                "experimental.envoy.filters.x[y]",
                "request.experimental.inline.headers[a]",
            ],
            ["source.ips", "request.headers"],
        ),
    ],
)
def test_values_are_judged_as_istio_judges_them(told: object, good: list[str], bad: list[str]) -> None:
    assert callable(told)
    assert [text for text in good if told(text)] == []
    assert [text for text in bad if not told(text)] == []


def test_a_rule_is_for_the_ports_that_all_of_it_names() -> None:
    def ports(rule: str) -> set[int]:
        seen = cluster(policy(f"rules: [{rule}]"))
        (found,) = rules_of(seen.manifests[0])
        return ports_of(found)

    assert ports('{to: [{operation: {ports: ["80"]}}, {operation: {ports: ["81"]}}]}') == {80, 81}
    assert ports('{to: [{operation: {ports: ["80"]}}, {operation: {methods: [GET]}}]}') == set()
    assert ports('{when: [{key: destination.port, values: ["80", "81"]}]}') == {80, 81}
    assert ports('{to: [{operation: {ports: ["80"]}}], when: [{key: destination.port, values: ["80", "81"]}]}') == {80}
