"""subset defined twice

Why: istiod refuses two subsets of one name in a rule; from two rules of a host it keeps the first and drops the other.
Source: istio pkg/config/validation/validation.go, ValidateDestinationRule; pilot/pkg/model/destination_rule.go.
Bad:
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api, namespace: shop}
    spec:
      host: api
      subsets:
        - {name: v1, labels: {version: v1}}
        - {name: v1, labels: {version: v2}}
Bad (two rules of one host):
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api, namespace: shop}
    spec: {host: api, subsets: [{name: v1, labels: {version: v1}}]}
    ---
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api-canary, namespace: shop}
    spec: {host: api.shop.svc.cluster.local, subsets: [{name: v1, labels: {version: v2}}]}
Good:
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api, namespace: shop}
    spec:
      host: api
      subsets:
        - {name: v1, labels: {version: v1}}
        - {name: v2, labels: {version: v2}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import doubled
from generator.facts.istio_hosts import share_audience
from generator.facts.subsets import host_of, rules_of, subsets_of
from generator.model import Manifest
from generator.rules.problem import Place, Problem, once_a_field

SEVERITY = "error"
KINDS = (kinds.DESTINATION_RULE,)
NEEDS = ("subsets",)


@once_a_field
def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    own = tuple(subsets_of(manifest))
    for n, first, name in doubled((subset.position, subset.name) for subset in own):
        yield Problem(
            f"subset `{name}` is defined twice",
            ("spec", "subsets", n, "name"),
            fix="give it another name",
            related=(Place("the first one", manifest, ("spec", "subsets", first)),),
        )
    for other in rules_of(cluster, host_of(manifest)):
        if other is manifest:
            break
        theirs = {subset.name: subset for subset in subsets_of(other)}
        for subset in own:
            if subset.name in theirs and share_audience(manifest, other):
                yield Problem(
                    f"DestinationRule `{other.id.namespace}/{other.id.name}` defines subset `{subset.name}` too",
                    (*subset.path, "name"),
                    fix="define each subset of a host once",
                    severity="warning",
                    related=(Place("the other one", other, theirs[subset.name].path),),
                )
