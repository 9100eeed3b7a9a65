"""Which packets reach pods: NetworkPolicies that follow what `access`, `traffic`, `egress` and `monitoring` say.

They stand below the mesh's own policies: packets know addresses and ports, neither identities nor paths. A domain asks
for them with `network`; then nothing passes in its namespaces that is not admitted here.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.components.network.domain import domain_views
from generator.components.network.service import service_views
from generator.model import App, Scene, View

SCOPES = ("service", "domain")


def views(app: App, scene: Scene) -> Iterator[View]:
    """A service's policy, or those of a domain's namespaces."""
    yield from service_views(app, scene) if app.scope == "service" else domain_views(app, scene)
