"""`argosy new`: values for a new service, commented and valid at once."""

from __future__ import annotations

import re

import click

from generator.cli.init import checked_name, write_missing


def _image(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None and not re.match(r"^[a-z0-9][a-z0-9._:/-]*:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$", value):
        raise click.BadParameter(f"{value!r} is not an image with a tag, such as ghcr.io/acme/api:1.2.3")
    return value


@click.command(help="Start a service: values/services/SERVICE/values.yaml, commented and valid at once.")
@click.argument("service", callback=checked_name)
@click.option("--domain", metavar="NAME", help="Its domain; may be left out when there is only one.")
@click.option("--namespace", metavar="NAME", help="Its namespace; the domain's first one when left out.")
@click.option("--image", metavar="IMAGE:TAG", callback=_image, help="Its image, such as ghcr.io/acme/api:1.2.3.")
def command(service: str, domain: str | None, namespace: str | None, image: str | None) -> int:
    """Ask the repository for what was not said, write one file."""
    import difflib

    from generator import starter
    from generator.build import shapes
    from generator.cli.inputs import repository
    from generator.model import UserError
    from generator.values.layers import Layers
    from generator.values.source import read_source

    root = repository()
    layers = Layers(read_source(root), shapes())
    known = sorted(layers.fleet.get("domains") or {})
    if domain is None:
        if len(known) != 1:
            raise UserError(f"which domain? there are {', '.join(known) or 'none'}", fix="say --domain NAME")
        domain = known[0]
    if domain not in known:
        near = difflib.get_close_matches(domain, known, 1)
        hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(known) or 'none'}"
        raise UserError(f"no domain {domain!r}; {hint}", fix="add it to values/fleet.yaml or correct the name")
    if namespace is None:
        declared = layers.source.data(f"values/domains/{domain}.yaml").get("namespaces")
        namespace = next(iter(declared), domain) if isinstance(declared, dict) else domain
    repository_, _, tag = (image or f"ghcr.io/example/{service}:1.0.0").rpartition(":")
    path = f"values/services/{service}/values.yaml"
    if write_missing(root, {path: starter.service(service, domain, namespace, repository_, tag)}):
        raise UserError(f"{path} is there already", fix="choose another name, or edit it")
    print(f"  + {path}\n\nNext: edit it, then argosy render.")
    return 0
