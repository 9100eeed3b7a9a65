"""Who may call whom. Nothing is allowed until something allows it, and everything that allows adds up.

The domain admits to all its namespaces (same namespace, health, Prometheus, flows from other domains); a service adds
callers of its own. Callers are known by their certificates, so all of this needs mTLS. Ports are workload ports.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.components.access.domain import domain_views
from generator.components.access.service import service_views
from generator.model import App, Scene, View

SCOPES = ("service", "domain")


def views(app: App, scene: Scene) -> Iterator[View]:
    """A service's policies, or those of a domain's namespaces."""
    yield from service_views(app, scene) if app.scope == "service" else domain_views(app, scene)
