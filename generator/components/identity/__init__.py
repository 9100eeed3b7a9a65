"""Who the pods are: one ServiceAccount for each app, so that mesh policies and cloud roles can name it."""

from __future__ import annotations

from collections.abc import Iterator

from generator import names
from generator.model import App, Scene, UserError, View

SCOPES = ("service",)


def views(app: App, scene: Scene) -> Iterator[View]:
    """The ServiceAccount. Raises UserError when an account that is not made here should be changed here."""
    wanted = app.values["serviceAccount"]
    if not wanted["create"]:
        if wanted.get("annotations"):
            raise UserError(
                "serviceAccount.annotations: the account is not made here (create: false), so nothing would carry them",
                app.origin,
                rule="values-service-account",
                fix="remove the annotations, or let create be true",
            )
        return
    name = wanted.get("name", names.fit(app.name))
    data = {"automount": wanted["automount"]}
    yield View("serviceaccount", name, data, annotations=wanted.get("annotations", {}), source=("serviceAccount",))
