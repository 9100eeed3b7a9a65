"""mirror that istiod refuses or that doubles the load

Why: A share outside 0 to 100 is refused; a mirror to the very destination of the route sends every request there twice.
Source: istio pkg/config/validation/virtualservice.go, validateHTTPRoute.
Bad:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - route: [{destination: {host: api}}]
          mirror: {host: shadow}
          mirrorPercentage: {value: 150}
Bad (to itself):
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - route: [{destination: {host: api, subset: v1}}]
          mirrors: [{destination: {host: api.shop.svc.cluster.local, subset: v1}}]
Good:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - route: [{destination: {host: api, subset: v1}}]
          mirror: {host: api, subset: v2}
          mirrorPercentage: {value: 10}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, get
from generator.facts.fields import entries
from generator.facts.virtual_services import http_routes, routing
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.VIRTUAL_SERVICE,)
NEEDS = ("mirror", "mirrors", "mirrorPercentage", "mirrorPercent", "mirror_percent")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for path, row in http_routes(manifest):
        shares = [((*path, "mirrorPercentage", "value"), get(row, "mirrorPercentage", "value"))]
        shares += [((*path, name), row.get(name)) for name in ("mirrorPercent", "mirror_percent")]
        shares += [
            ((*path, "mirrors", n, "percentage", "value"), get(mirror, "percentage", "value"))
            for n, mirror in entries(row, "mirrors")
        ]
        for here, share in shares:
            if isinstance(share, int | float) and not 0 <= share <= 100:
                yield Problem(f"{share:g} is no percentage", here, fix="write 0 to 100")
    targets = routing(cluster, manifest).destinations
    served = {(t.path[:3], t.full, t.subset, t.port) for t in targets if not t.mirror}
    for target in targets:
        if target.mirror and (target.path[:3], target.full, target.subset, target.port) in served:
            yield Problem(
                f"the mirror is a destination of the route: `{target.full}` gets those requests twice",
                target.path,
                fix="mirror to another host or subset",
                severity="warning",
            )
