"""What an Application says: sources, destination, sync policy, options; Applications inside ApplicationSets too.

Source: https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/ and argo-cd
pkg/apis/application/v1alpha1/types.go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from generator.facts import kinds
from generator.facts.cluster import Cluster, get, kind_name, mapping, rows
from generator.facts.fields import entries, text
from generator.model import Manifest, Path

EXPLICIT = (kinds.APPLICATION, kinds.APPLICATION_SET)
SYNC_OPTIONS = "argocd.argoproj.io/sync-options"
TEMPLATE_MARK = "{{"


@dataclass(frozen=True)
class Declared:
    """An Application's spec: an Application's own, or the template of an ApplicationSet. `path` leads to the spec."""

    manifest: Manifest
    path: Path
    spec: Mapping[str, Any]

    @property
    def templated(self) -> bool:
        """Whether values of it are filled in by generators."""
        return kind_name(self.manifest) == kinds.APPLICATION_SET


@dataclass(frozen=True)
class Source:
    """One place an Application's manifests come from. `path` leads to it in the object."""

    declared: Declared
    path: Path
    body: Mapping[str, Any]

    @property
    def repository(self) -> str:
        return text(self.body, "repoURL")

    @property
    def folder(self) -> str:
        return text(self.body, "path")

    @property
    def chart(self) -> str:
        return text(self.body, "chart")

    @property
    def ref(self) -> str:
        return text(self.body, "ref")

    @property
    def revision(self) -> str:
        return text(self.body, "targetRevision")


def declared(manifest: Manifest) -> Declared:
    """The Application an Application or an ApplicationSet declares."""
    path: Path = ("spec", "template", "spec") if kind_name(manifest) == kinds.APPLICATION_SET else ("spec",)
    return Declared(manifest, path, mapping(manifest.body, *path))


def sources(app: Declared) -> Iterator[Source]:
    """The sources that count: `sources` where it is not empty, else `source`, else the hydrator's dry source."""
    many = list(entries(app.spec, "sources"))
    if many:
        for n, row in many:
            yield Source(app, (*app.path, "sources", n), row)
        return
    hydrated = get(app.spec, "sourceHydrator", "drySource")
    if isinstance(hydrated, Mapping):
        yield Source(app, (*app.path, "sourceHydrator", "drySource"), hydrated)
    elif isinstance(app.spec.get("source"), Mapping):
        yield Source(app, (*app.path, "source"), mapping(app.spec, "source"))


def complete(app: Declared) -> bool:
    """Whether the spec is all there is: to an ApplicationSet's, generators' templates and a templatePatch may add."""
    if not app.templated:
        return True
    generators = (row for _, row in entries(app.manifest.body, "spec", "generators"))
    patched = bool(get(app.manifest.body, "spec", "templatePatch"))
    return not patched and not any(_has_template(row) for row in generators)


def _has_template(generator: Mapping[str, Any]) -> bool:
    """Whether a generator, or one inside it, brings a template of its own."""
    held = [value for value in generator.values() if isinstance(value, Mapping)]
    return any(
        each.get("template") or any(_has_template(row) for _, row in entries(each, "generators")) for each in held
    )


def project(app: Declared) -> str:
    """The name of the project, `default` where none is named."""
    return text(app.spec, "project") or "default"


def automated(app: Declared) -> Mapping[str, Any] | None:
    """The automated sync policy, None where syncs are asked for by hand."""
    found = get(app.spec, "syncPolicy", "automated")
    return found if isinstance(found, Mapping) and found.get("enabled") is not False else None


def options(app: Declared) -> Mapping[str, str]:
    """The Application's sync options as Argo CD reads them; a later one wins."""
    return dict(_split(row) for row in rows(app.spec, "syncPolicy", "syncOptions") if isinstance(row, str))


def annotated_options(manifest: Manifest) -> Mapping[str, str]:
    """The sync options an object carries itself."""
    note = get(manifest.body, "metadata", "annotations", SYNC_OPTIONS)
    return dict(_split(part) for part in note.split(",")) if isinstance(note, str) else {}


def _split(option: str) -> tuple[str, str]:
    name, _, value = option.strip().partition("=")
    return name, value


@lru_cache(maxsize=4096)
def plain_url(url: str) -> str:
    """A repository URL in the one form Argo CD compares: lower case, no scheme of ssh, no `.git`, no user."""
    plain = url.strip().lower().removesuffix("/").removesuffix(".git")
    if "://" not in plain and "@" in plain and ":" in plain:
        user_host, _, rest = plain.partition(":")
        return f"{user_host.partition('@')[2]}/{rest.lstrip('/')}"
    if plain.startswith("ssh://"):
        parts = urlsplit(plain)
        return f"{parts.hostname or ''}{parts.path}"
    return plain


def _bare(url: str) -> str:
    """A repository whatever the protocol it is reached by."""
    return plain_url(url).rpartition("://")[2].rpartition("@")[2]


def same_repository(one: str, other: str) -> bool:
    """Whether two URLs name one repository, by ssh or https."""
    return bool(one) and bool(other) and _bare(one) == _bare(other)


@lru_cache(maxsize=8)
def applications(cluster: Cluster) -> tuple[Declared, ...]:
    """Every Application of a cluster, those of ApplicationSets left out."""
    return tuple(declared(manifest) for manifest in cluster.all(kinds.APPLICATION))


def server_names(cluster: Cluster) -> Mapping[str, str]:
    """API servers by the name Argo CD knows their clusters by: from cluster Secrets and the settings."""
    found = {"in-cluster": "https://kubernetes.default.svc"}
    own = mapping(cluster.settings, "cluster")
    if text(own, "name") and text(own, "server"):
        found[text(own, "name")] = text(own, "server")
    for secret in cluster.all(kinds.SECRET):
        if get(secret.body, "metadata", "labels", "argocd.argoproj.io/secret-type") == "cluster":
            data = mapping(secret.body, "stringData")
            if text(data, "name") and text(data, "server"):
                found[text(data, "name")] = text(data, "server")
    return found


def destination(cluster: Cluster, app: Declared) -> tuple[str, str, str]:
    """Server, name and namespace an Application deploys to; the server is filled in where its name is known."""
    where = mapping(app.spec, "destination")
    server, name = text(where, "server"), text(where, "name")
    known = server_names(cluster)
    if not server and name:
        server = known.get(name, "")
    elif server and not name:
        name = next((n for n, s in sorted(known.items()) if s == server), "")
    return server.rstrip("/"), name, text(where, "namespace")
