"""`argosy init`: a new repository in the current folder; what is there already is left alone."""

from __future__ import annotations

import re
from pathlib import Path

import click

NAME = re.compile(r"^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$")
_URL = re.compile(r"^(https://|ssh://|git@)[A-Za-z0-9._~:/@%+-]+$")


def checked_name(context: click.Context, parameter: click.Parameter, value: str) -> str:
    """A name that Kubernetes takes as a label (RFC 1123)."""
    if not NAME.match(value):
        raise click.BadParameter(f"{value!r} is not a name of lower-case letters, digits and hyphens")
    return value


def checked_url(context: click.Context, parameter: click.Parameter, value: str) -> str:
    """A repository URL that needs no quoting in YAML."""
    if not _URL.match(value):
        raise click.BadParameter(f"{value!r} is not a git URL such as https://github.com/acme/gitops")
    return value


@click.command(help="Start a repository in this folder: values, editor and CI settings. Nothing is overwritten.")
@click.option("--repo", required=True, metavar="URL", callback=checked_url, help="The git URL as Argo CD will know it.")
@click.option("--domain", required=True, metavar="NAME", callback=checked_name, help="The first domain's name.")
@click.option("--service", default="web", metavar="NAME", callback=checked_name, help="The first service's name (web).")
def command(repo: str, domain: str, service: str) -> int:
    """Write what is missing, say what was kept."""
    from generator.build import shapes
    from generator.starter import repository
    from generator.values.editor import schemas

    root = Path.cwd()
    wanted = dict(repository(repo, domain, service))
    wanted |= {f"schemas/{file}": text for file, text in schemas(shapes()).items()}
    kept = write_missing(root, wanted)
    for path in sorted(set(wanted) - set(kept)):
        print(f"  + {path}")
    for path in kept:
        print(f"  = {path} is there already")
    print("\nNext: argosy render, then argosy validate.")
    return 0


def write_missing(root: Path, wanted: dict[str, str]) -> list[str]:
    """Write each file that does not exist; the paths of those that do.

    Raises UserError when something that is no folder stands in the way.
    """
    from generator.model import MachineError, UserError

    kept = []
    for path, text in sorted(wanted.items()):
        target = root / path
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("x", encoding="utf8", newline="\n") as file:
                file.write(text)
        except FileExistsError:
            if not target.is_file():
                raise UserError(f"{path}: something that is no file stands there") from None
            kept.append(path)
        except NotADirectoryError:
            raise UserError(f"{path}: a part of the path is no folder") from None
        except OSError as error:
            raise MachineError(f"{path}: {error.strerror}") from None
    return kept
