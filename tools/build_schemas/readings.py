"""Which reader reads which package, and what it says about a kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from tools.build_schemas import read_ajv, read_openapi, read_pydantic, read_swagger
from tools.build_schemas.archive import Archive, BuildError

Reading = Callable[[str, str, str], dict[str, Any] | None]


class Sources:
    """The packages of sources.toml, each read when first asked."""

    def __init__(
        self,
        packages: Mapping[str, Mapping[str, Any]],
        archives: Mapping[str, Archive],
        core: Callable[[str], dict[str, Any] | None],
    ) -> None:
        self._packages = packages
        self._archives = archives
        self._core = core
        self.reader = cache(self._reader)

    def reading(self, source: str, group: str, version: str, kind: str) -> dict[str, Any]:
        """The structural schema of a kind as `source` has it. Raises BuildError when it has none."""
        found = self.reader(source)(group, version, kind)
        if found is None:
            raise BuildError(f"{source} does not hold {group}/{version} {kind}.")
        return found

    @cache  # noqa: B019 - one instance a run
    def openapi(self, source: str, member: str) -> read_openapi.Reader:
        return read_openapi.Reader(self._archives[source], member)

    def _reader(self, source: str) -> Reading:
        package = self._packages[source]
        if package["reader"] == "openapi":
            return self.openapi(source, package["member"]).schema
        if package["reader"] == "pydantic":
            classes = read_pydantic.Reader(self._archives[source], package.get("below", ""))
            return lambda group, version, kind: _found(classes, group, version, kind)
        if package["reader"] == "swagger":
            swagger = read_swagger.Reader(self._archives[source], package["below"], self._core)
            return lambda group, version, kind: swagger.schema(version, kind)
        if package["reader"] == "ajv":
            return self._compiled(source)
        raise BuildError(f"sources.toml: {source} has the unknown reader {package['reader']}.")

    def validators(self, source: str) -> read_ajv.Reader:
        """A package of compiled validators, with the releases of the others that it was built against."""
        names = [source, *self._packages[source].get("imports", ())]
        archives = {self._packages[name]["name"]: self._archives[name] for name in names}
        return read_ajv.Reader(self._packages[source]["name"], archives)

    def _compiled(self, source: str) -> Reading:
        validators = self.validators(source)

        def read(group: str, version: str, kind: str) -> dict[str, Any] | None:
            file = validators.find(group, version, kind)
            return validators.schema(file) if file else None

        return read


def _found(classes: read_pydantic.Reader, group: str, version: str, kind: str) -> dict[str, Any] | None:
    place = classes.find(group, version, kind)
    return classes.schema(*place) if place else None
