"""Writes generator/facts/scalers.json from KEDA's sources. Run by maintainers when a KEDA release is out.

    python tools/build_scalers.py 2.16=PATH 2.18=PATH ... > generator/facts/scalers.json

Each PATH is an unpacked release of the Go module github.com/kedacore/keda/v2. Read are: the names of the scalers
(pkg/scaling/scalers_builder.go), their parameters (schema/generated/*.json, where the release has one) and the types
of the parameters (the struct tags in pkg/scalers). Facts are kept, sentences are not.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

_CASE = re.compile(r'^\s+case ((?:"[a-z0-9-]+"(?:, )?)+):\n(?:\s*//.*\n)*\s+return (?:scalers\.)?(New\w+)\(', re.M)
_MAKER = re.compile(r"^func (New\w+)\(", re.M)
_TAG = re.compile(r'^\s*(\w+)\s+(\S+)\s+`keda:"([^"]*)"', re.M)
_REMOVED = re.compile(r"removed in v(\d+\.\d+)")
_INSTEAD = re.compile(r"Use (.*)$")
_TYPES = {
    "bool": "bool", "*bool": "bool", "int": "int", "int32": "int", "int64": "int", "*int64": "int", "uint64": "int",
    "uint": "int", "uint8": "int", "uint32": "int", "float64": "float", "*float64": "float", "float32": "float",
    "time.Duration": "duration",
}  # fmt: skip
_PLACES = {
    "metadataVariableReadable": "m",
    "envVariableReadable": "e",
    "triggerAuthenticationVariableReadable": "a",
}
_AWS = {
    "identityOwner": "m",
    "awsAccessKeyID": "mea",
    "awsAccessKeyId": "a",
    "awsSecretAccessKey": "ea",
    "awsSessionToken": "a",
    "awsRoleArn": "a",
}
_GCP = {"credentials": "me", "credentialsFromEnvFile": "m", "GoogleApplicationCredentials": "a"}
_HUAWEI = ("AccessKey", "Cloud", "Domain", "DomainID", "IdentityEndpoint", "ProjectID", "Region", "SecretKey")
_OPENSTACK = ("appCredentialID", "appCredentialSecret", "authURL", "password", "userID")
_EXTRA: Mapping[str, Mapping[str, str]] = {
    # read beside the tags, in pkg/scalers/aws, azure, gcp and the scalers themselves
    "apache-kafka": {**_AWS, "sasl": "ma", "tls": "ma"},
    "aws-": _AWS,
    "azure-": {"cloud": "m", "endpointSuffix": "m", "activeDirectoryEndpoint": "m"},
    "datadog": {"type": "m"},
    "gcp-": _GCP,
    "huawei-": dict.fromkeys(_HUAWEI, "a"),
    "kafka": _AWS,
    "mssql": {"workloadIdentityResource": "a"},
    "openstack-metric": dict.fromkeys(_OPENSTACK, "a"),
    "prometheus": {**_AWS, **_GCP, "cloud": "m", "azureManagedPrometheusResourceURL": "m"},
}


def main(arguments: list[str]) -> int:
    """Print the facts of all given releases as one JSON text."""
    releases = {version: Path(path) for version, _, path in (argument.partition("=") for argument in arguments)}
    if not releases or any(not (path / "pkg" / "scalers").is_dir() for path in releases.values()):
        print("give releases as VERSION=FOLDER, each an unpacked github.com/kedacore/keda/v2", file=sys.stderr)
        return 2
    ordered = dict(sorted(releases.items(), key=lambda item: number(item[0])))
    print(text(list(ordered), merged(ordered)))
    return 0


def number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def merged(releases: Mapping[str, Path]) -> dict[str, dict[str, Any]]:
    """Scaler -> facts, all releases folded."""
    names = {version: scalers(path) for version, path in releases.items()}
    schemas = {version: schema(path) for version, path in releases.items()}
    tags = {version: Tags(path, names[version]) for version, path in releases.items()}
    found: dict[str, dict[str, Any]] = {}
    for scaler in sorted({name for known in names.values() for name in known}):
        present = [version for version in releases if scaler in names[version]]
        described = [version for version in present if scaler in schemas[version]]
        facts: dict[str, Any] = span(present, list(releases))
        parameters: dict[str, dict[str, Any]] = {}
        for name in sorted({one for version in described for one in schemas[version][scaler]}):
            rows = {v: schemas[v][scaler][name] for v in described if name in schemas[v][scaler]}
            parameters[name] = parameter(name, rows, tags[described[-1]].of(scaler))
            parameters[name].update(span([v for v in described if tags[v].knows(scaler, name) or v in rows], described))
        for prefix, extra in _EXTRA.items():
            for name, places in extra.items() if scaler.startswith(prefix) and parameters else ():
                parameters.setdefault(name, {"in": places})
        for row in parameters.values():
            facts.update(row.pop("scaler", {}))
        found[scaler] = {**facts, "parameters": parameters}
    return found


def span(present: list[str], releases: list[str]) -> dict[str, str]:
    """`since` and `until` where a thing is not in the first or not in the last release."""
    made = {}
    if present[0] != releases[0]:
        made["since"] = present[0]
    if present[-1] != releases[-1]:
        made["until"] = releases[releases.index(present[-1]) + 1]
    return made


def parameter(
    name: str, rows: Mapping[str, dict[str, Any]], tags: Mapping[str, tuple[str, list[str]]]
) -> dict[str, Any]:
    """The facts of one parameter; it is required where no release does without it."""
    newest = rows[max(rows, key=number)]
    kind, aliases = tags.get(name, ("string", []))
    places = (letter for key, letter in _PLACES.items() if any(row.get(key) for row in rows.values()))
    made: dict[str, Any] = {"in": "".join(places)}
    if kind != "string":
        made["type"] = kind
    if not any(r.get("optional") or "default" in r or "deprecated" in r for r in rows.values()):
        made["required"] = True
        others = [alias for alias in aliases if alias != name]
        if others:
            made["or"] = others
    if "default" in newest:
        made["default"] = newest["default"]
    if "allowedValue" in newest:
        made["values"] = sorted({value.strip() for row in rows.values() for value in row.get("allowedValue", ())})
        made["separator"] = newest.get("separator", ",")
    made.update(ending(rows))
    return made


def ending(rows: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """From when a parameter is deprecated or refused, and what replaces it."""
    made: dict[str, Any] = {}
    for version in sorted(rows, key=number):
        told = rows[version].get("deprecated") or rows[version].get("deprecatedAnnounce")
        if not told:
            continue
        removed = _REMOVED.search(told)
        if told.startswith("This scaler"):
            return {"scaler": {"deprecated": version, **({"removed": removed[1]} if removed else {})}}
        made.setdefault("deprecated", version)
        if removed:
            made["removed"] = removed[1]
            made["deprecated"] = min(made["deprecated"], removed[1], key=number)
        instead = _INSTEAD.search(told)
        if instead:
            made["instead"] = re.findall(r"'(\w+)'", instead[1])
    return made


def scalers(path: Path) -> dict[str, str]:
    """Name of each scaler -> the function that makes it."""
    source = (path / "pkg/scaling/scalers_builder.go").read_text("utf8")
    pairs = ((name, make) for names, make in _CASE.findall(source) for name in re.findall(r'"([^"]+)"', names))
    return {name: make for name, make in pairs if name != "external-mock"}


def schema(path: Path) -> dict[str, dict[str, dict[str, Any]]]:
    """Scaler -> parameter -> row of the published schema; a parameter told twice is readable wherever one row says."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for file in sorted((path / "schema" / "generated").glob("*.json")):
        for row in json.loads(file.read_text("utf8"))["scalers"]:
            parameters = found.setdefault(row["type"], {})
            for one in row["parameters"]:
                before = parameters.get(one["name"])
                keep = {key: value for key, value in one.items() if not key.startswith("deprecated")} if before else one
                parameters[one["name"]] = {**without_end(before), **keep} if before else one
    return found


def without_end(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if not key.startswith("deprecated")}


class Tags:
    """The struct tags of one release, by the scaler whose file holds them."""

    def __init__(self, path: Path, makers: Mapping[str, str]) -> None:
        files = [file for file in sorted((path / "pkg/scalers").rglob("*.go")) if not file.name.endswith("_test.go")]
        sources = {file: file.read_text("utf8") for file in files}
        self._shared = {file.name: dict(self._read(text)) for file, text in sources.items()}
        makers_of = {file.name: _MAKER.findall(text) for file, text in sources.items()}
        homes = {make: name for name, found in makers_of.items() for make in found}
        below = [file.name for file in files if file.parent.name not in ("scalers", "scalersconfig")]
        self._common = {name for file in below for name in self._shared[file]}
        self._homes = {scaler: homes[make] for scaler, make in makers.items() if make in homes}

    @staticmethod
    def _read(source: str) -> Iterator[tuple[str, tuple[str, list[str]]]]:
        for _, kind, tag in _TAG.findall(source):
            named = re.search(r"name=([^,]+)", tag)
            names = [name.strip() for name in named[1].split(";")] if named else []
            for name in names:
                yield name, (_TYPES.get(kind, "string"), names)

    def knows(self, scaler: str, name: str) -> bool:
        """Whether the scaler's file, or the packages that scalers share, mention the parameter."""
        return name in self.of(scaler) or name in self._common

    def of(self, scaler: str) -> Mapping[str, tuple[str, list[str]]]:
        """Parameter -> type and all names of the same parameter."""
        return self._shared.get(self._homes.get(scaler, ""), {})


def text(versions: list[str], facts: Mapping[str, dict[str, Any]]) -> str:
    """JSON, one parameter a line."""
    lines = [f'{{"versions": {json.dumps(versions)}, "scalers": {{']
    for count, (scaler, row) in enumerate(facts.items(), 1):
        head = {key: value for key, value in row.items() if key != "parameters"}
        opening = json.dumps(head)[:-1] + (", " if head else "")
        rows = [f"  {json.dumps(name)}: {json.dumps(one, sort_keys=True)}" for name, one in row["parameters"].items()]
        body = "\n" + ",\n".join(rows) + "\n" if rows else ""
        lines.append(f' {json.dumps(scaler)}: {opening}"parameters": {{{body} }}}}{"," if count < len(facts) else ""}')
    return "\n".join([*lines, "}}"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
