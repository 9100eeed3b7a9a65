"""Which files make one app, and where each value came from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from generator.build import shapes
from generator.model import App, Scene
from generator.values.layers import Layers, scene
from generator.values.source import read_source
from tests.repositories import WEB, write


def layers(folder: Path, files: dict[str, str | None]) -> Layers:
    return Layers(read_source(write(folder, files)), shapes())


def service(built: Scene, name: str = "web", instance: str = "") -> App:
    return next(app for app in built.services if (app.name, app.instance) == (name, instance))


LAYERED: dict[str, str | None] = {
    "values/defaults.yaml": "env: {A: default, B: default, C: default, D: default, E: default}\n",
    "values/environments/production.yaml": (
        "service: {env: {B: environment, C: environment, D: environment, E: environment}}\n"
    ),
    "values/domains/shop.yaml": (
        "namespaces: {shop: {mesh: false}}\nservice: {env: {C: domain, D: domain, E: domain}}\n"
    ),
    "values/services/web/values.yaml": WEB + "env: {D: service, E: service}\n",
    "values/services/web/production.yaml": "env: {E: service-environment}\n",
}


def test_layers_fold_from_defaults_to_the_service_in_its_environment(tmp_path: Path) -> None:
    app = service(scene(layers(tmp_path, LAYERED), "production"))
    assert app.values["env"] == {
        "A": "default", "B": "environment", "C": "domain", "D": "service", "E": "service-environment",
    }  # fmt: skip
    assert app.layers == (
        "values/defaults.yaml",
        "values/environments/production.yaml#service",
        "values/domains/shop.yaml#service",
        "values/services/web/values.yaml",
        "values/services/web/production.yaml",
    )


def test_every_leaf_knows_its_place_and_what_it_overrode(tmp_path: Path) -> None:
    built = layers(tmp_path, LAYERED)
    app = service(scene(built, "production"))
    places = [(str(w.origin), w.value) for w in built.writings(app, ("env", "E"))]
    assert places == [
        ("values/services/web/production.yaml:1:10", "service-environment"),
        ("values/services/web/values.yaml:7:22", "service"),
        ("values/domains/shop.yaml:2:42", "domain"),
        ("values/environments/production.yaml:1:68", "environment"),
        ("values/defaults.yaml:1:58", "default"),
    ]


def test_an_absent_value_is_placed_at_its_nearest_written_ancestor(tmp_path: Path) -> None:
    built = layers(tmp_path, {})
    app = service(scene(built, "production"))
    assert str(built.locate(app, ("resources", "limits", "cpu"))) == "values/services/web/values.yaml:6:3"
    assert str(built.locate(app, ("image", "tag"))) == "values/services/web/values.yaml:3:44"


def test_an_environment_starts_from_the_one_it_extends(tmp_path: Path) -> None:
    fleet = """\
        repository: {url: https://git.example.com/gitops}
        environments:
          base: {abstract: true, stage: production}
          eu: {extends: base, cluster: {server: "https://eu.example.com"}}
          us: {extends: base, cluster: {server: "https://us.example.com"}}
        domains: {shop: {}}
        """
    files: dict[str, str | None] = {
        "values/fleet.yaml": fleet,
        "values/environments/base.yaml": "faultInjection: true\nservice: {env: {REGION: none, TIER: gold}}\n",
        "values/environments/eu.yaml": "service: {env: {REGION: eu}}\n",
        "values/services/web/base.yaml": "replicas: 3\n",
    }
    built = layers(tmp_path, files)
    assert built.environments == ("eu", "us")
    eu = scene(built, "eu")
    assert service(eu).values["env"] == {"REGION": "eu", "TIER": "gold"}
    assert service(eu).values["replicas"] == 3
    assert (eu.settings["stage"], eu.settings["faultInjection"]) == ("production", True)
    assert eu.settings["cluster"] == {"server": "https://eu.example.com"}


def test_instances_are_apps_of_their_own(tmp_path: Path) -> None:
    files: dict[str, str | None] = {
        "values/services/web/values.yaml": WEB
        + "instances:\n  blue: {}\n  green: {namespace: green, env: {COLOUR: green}}\n"
    }
    built = scene(layers(tmp_path, files), "production")
    assert [(a.instance, a.target.namespace, a.application, a.folder) for a in built.services] == [
        ("blue", "shop", "production-web-blue", "production/shop/web-blue"),
        ("green", "green", "production-web-green", "production/shop/web-green"),
    ]
    assert service(built, "web", "green").values["env"] == {"COLOUR": "green"}


def test_identity_lists_merge_and_are_located_by_identity(tmp_path: Path) -> None:
    files: dict[str, str | None] = {
        "values/services/web/values.yaml": WEB
        + """\
autoscaling:
  min: 1
  max: 4
  triggers:
    - {name: night, type: cron, timezone: UTC, start: 0 0 * * *, end: 0 6 * * *, replicas: 1}
    - {name: day, type: cron, timezone: UTC, start: 0 6 * * *, end: 0 0 * * *, replicas: 3}
""",
        "values/services/web/dev.yaml": "autoscaling: {triggers: [{name: day, type: cron, replicas: 2}]}\n",
    }
    built = layers(tmp_path, files)
    app = service(scene(built, "dev"))
    triggers: Any = app.values["autoscaling"]["triggers"]
    assert [(t["name"], t["replicas"]) for t in triggers] == [("night", 1), ("day", 2)]
    assert str(built.locate(app, ("autoscaling", "triggers", 1, "replicas"))) == "values/services/web/dev.yaml:1:60"
    assert str(built.locate(app, ("autoscaling", "triggers", 1, "start"))) == "values/services/web/values.yaml:12:53"


def test_a_service_that_is_not_enabled_is_not_in_the_environment(tmp_path: Path) -> None:
    built = layers(tmp_path, {"values/services/web/dev.yaml": "enabled: false\n"})
    assert [a.name for a in scene(built, "dev").services] == []
    assert [a.name for a in scene(built, "production").services] == ["web"]
