"""Compiled Ajv validators (npm @kubernetes-models/*) -> structural schemas.

Each sub-schema was compiled to one function. Its own keywords stand in the error objects it makes (`keyword`,
`params`), children in calls `validateN(data.name, ...)`, `validateN(data[i], ...)`, `validateN(data[key], _)`;
a call on `data` itself is a reference, or a branch of the oneOf, anyOf or not whose error object comes next.
Lost in compilation: CEL, preserve-unknown-fields, defaults, and which optional fields really are nullable (all accept
null, so null is dropped here).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tools.build_schemas.archive import Archive, BuildError
from tools.build_schemas.javascript import literal, parse, text, walk
from tools.build_schemas.shapes import INT_OR_STRING, OPEN, QUANTITY

_LIMITS = {
    "maxItems", "maxLength", "maxProperties", "maximum", "minItems", "minLength", "minProperties", "minimum",
    "exclusiveMinimum", "exclusiveMaximum", "multipleOf",
}  # fmt: skip
_BRANCHES = {"oneOf", "anyOf", "not"}


class Module:
    """One compiled file: its functions, literal arrays and imports."""

    def __init__(self, source: bytes) -> None:
        self.functions: dict[str, Any] = {}
        self.literals: dict[str, Any] = {}
        self.imports: dict[str, str] = {}
        self.root = ""
        for node in parse(source).named_children:
            if node.type == "import_statement":
                self._import(node)
            elif node.type == "function_declaration":
                self.functions[text(node.child_by_field_name("name"))] = node.child_by_field_name("body")
            else:
                self._variables(node)

    def _import(self, node: Any) -> None:
        target = literal(node.child_by_field_name("source"))
        for inner in walk(node):
            if inner.type == "import_specifier":
                alias = inner.child_by_field_name("alias") or inner.child_by_field_name("name")
                self.imports[text(alias)] = str(target)

    def _variables(self, node: Any) -> None:
        for inner in walk(node):
            if inner.type != "variable_declarator" or inner.child_by_field_name("value") is None:
                continue
            name, value = text(inner.child_by_field_name("name")), inner.child_by_field_name("value")
            if value.type in ("function_expression", "arrow_function"):
                self.functions[name] = value.child_by_field_name("body")
                self.root = name if name == "validate" else self.root
            elif name == "validate":
                self.root = text(value)
            elif literal(value) is not None:
                self.literals[name] = literal(value)


class Reader:
    """Reads the schemas of one package; `packages` are the packages it imports, by npm name."""

    def __init__(self, name: str, packages: dict[str, Archive]) -> None:
        self.name = name
        self._packages = packages
        self._modules: dict[tuple[str, str], Module] = {}
        self._schemas: dict[tuple[str, str, str], dict[str, Any]] = {}
        self._open: set[tuple[str, str, str]] = set()

    def schema(self, file: str) -> dict[str, Any]:
        """The schema that `_schemas/<file>` exports."""
        return self._function(self.name, file, "")

    def files(self) -> list[str]:
        """The names of all compiled files, without folder."""
        names = [name.removeprefix("_schemas/") for name in self._packages[self.name].names]
        modules = {name for name in names if "/" not in name and name.endswith((".js", ".mjs"))}
        return sorted(name for name in modules if name.replace(".js", ".mjs") not in modules or name.endswith(".mjs"))

    def find(self, group: str, version: str, kind: str) -> str | None:
        """The file whose root pins this apiVersion and kind."""
        api_version = f"{group}/{version}" if group else version
        for file in self.files():
            if file.removesuffix(".mjs").removesuffix(".js").endswith(f"{version[0].upper()}{version[1:]}{kind}"):
                properties = self.schema(file).get("properties", {})
                pinned = [properties.get(key, {}).get("enum") for key in ("apiVersion", "kind")]
                if pinned == [[api_version], [kind]]:
                    return file
        return None

    def _module(self, package: str, file: str) -> Module:
        if (package, file) not in self._modules:
            if package not in self._packages:
                raise BuildError(f"{self.name} imports {package}, which sources.toml does not pin.")
            self._modules[package, file] = Module(self._packages[package].read(f"_schemas/{file}"))
        return self._modules[package, file]

    def _function(self, package: str, file: str, function: str) -> dict[str, Any]:
        """The schema that a function checks; an open object where it contains itself."""
        module = self._module(package, file)
        key = (package, file, function or module.root)
        if key in self._open:
            return {"type": "object", **OPEN}
        if key not in self._schemas:
            self._open.add(key)
            self._schemas[key] = self._read(module, package, file, key[2])
            self._open.discard(key)
        return self._schemas[key]

    def _read(self, module: Module, package: str, file: str, function: str) -> dict[str, Any]:
        if function not in module.functions:
            raise BuildError(f"{package}/_schemas/{file} has no function {function}.")

        def called(name: str) -> dict[str, Any]:
            if name in module.imports:
                return self._imported(package, module.imports[name])
            return self._function(package, file, name)

        return _Function(module, called).read(module.functions[function])

    def _imported(self, package: str, target: str) -> dict[str, Any]:
        if target.startswith("./"):
            return self._function(package, target.removeprefix("./"), "")
        owner, _, file = target.partition("/_schemas/")
        return self._function(owner, file if file.endswith("js") else f"{file}.js", "")


class _Function:
    """One function read in source order."""

    def __init__(self, module: Module, called: Callable[[str], dict[str, Any]]) -> None:
        self.module = module
        self.called = called
        self.out: dict[str, Any] = {}
        self._selves: list[dict[str, Any]] = []
        self._aliases: dict[str, Any] = {}

    def read(self, body: Any) -> dict[str, Any]:
        for node in walk(body):
            if node.type == "call_expression":
                self._call(node)
            elif node.type == "object":
                self._error(node)
            elif node.type == "variable_declarator" and node.child_by_field_name("value") is not None:
                self._aliases[text(node.child_by_field_name("name"))] = node.child_by_field_name("value")
        # A reference brings fields; constraints alone, or several of one keyword, are branches of an allOf.
        bare = [schema for schema in self._selves if schema.keys() <= {*_BRANCHES, "required"}]
        for reference in self._selves:
            if reference not in bare:
                self.out = {**reference, **self.out}
        return _fold({**self.out, "allOf": bare} if bare else self.out)

    def _call(self, node: Any) -> None:
        name = text(node.child_by_field_name("function"))
        if not name.startswith("validate") or "." in name:
            return
        argument = node.child_by_field_name("arguments").named_children[0]
        if argument.type == "identifier" and text(argument) in self._aliases:
            argument = self._aliases[text(argument)]
        if argument.type == "member_expression":
            self._property(text(argument.child_by_field_name("property")), name)
        elif argument.type == "subscript_expression":
            self._element(argument.child_by_field_name("index"), name)
        elif text(argument) == "data":
            self._selves.append(self.called(name))
        else:
            raise BuildError(f"A compiled validator calls {text(node)[:80]}, a form the reader does not know.")

    def _element(self, index: Any, function: str) -> None:
        if index.type == "string":
            self._property(literal(index), function)
        elif text(index).startswith("key"):
            self.out["additionalProperties"] = self.called(function)
        else:
            self.out["items"] = self.called(function)

    def _property(self, name: str, function: str) -> None:
        self.out.setdefault("properties", {})[name] = self.called(function)

    def _error(self, node: Any) -> None:
        pairs = {text(pair.child_by_field_name("key")): pair.child_by_field_name("value")
                 for pair in node.named_children if pair.type == "pair"}  # fmt: skip
        if "keyword" not in pairs or "params" not in pairs:
            return
        keyword = literal(pairs["keyword"])
        params = {text(pair.child_by_field_name("key")): pair.child_by_field_name("value")
                  for pair in pairs["params"].named_children if pair.type == "pair"}  # fmt: skip
        if keyword in _BRANCHES:
            self.out[keyword] = self._selves[0] if keyword == "not" else self._selves
            self._selves = []
        elif keyword == "required":
            self.out.setdefault("required", []).append(literal(params["missingProperty"]))
        elif keyword == "enum":
            self.out["enum"] = self._values(params["allowedValues"])
        elif keyword in _LIMITS:
            self.out[keyword] = literal(params["limit"])
        elif keyword in ("type", "format", "pattern"):
            self.out[keyword] = literal(params[keyword])
        else:
            raise BuildError(f"A compiled validator uses the keyword {keyword}, which the reader does not know.")

    def _values(self, node: Any) -> Any:
        """The values of an enum: a literal, a variable's, or a member of a variable's."""
        name, _, member = text(node).partition(".")
        if name not in self.module.literals:
            return literal(node)
        return self.module.literals[name][member] if member else self.module.literals[name]


def _fold(schema: dict[str, Any]) -> dict[str, Any]:
    """Unions of a number and a string are one type of its own; null is not read."""
    if "enum" in schema:
        schema["enum"] = [value for value in schema["enum"] if value is not None]
    for keyword in ("oneOf", "anyOf"):
        branches = schema.get(keyword, [])
        types = sorted(str(branch.get("type")) for branch in branches)
        bare = all(not branch.keys() - {"type", "format"} for branch in branches)
        if bare and types in (["integer", "string"], ["number", "string"]):
            quantity = any(branch.get("format") == "quantity" for branch in branches)
            return {**INT_OR_STRING, "pattern": QUANTITY} if quantity else dict(INT_OR_STRING)
    return schema
