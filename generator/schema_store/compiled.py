"""A schema compiled once: a quick verdict, and problems in words when the verdict is no."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from generator.model import Path, UserError
from generator.schema_store.problem import SCHEMA_CONSTRAINT, Problem

if TYPE_CHECKING:
    from generator.schema_store.faults import Refusal
    from generator.schema_store.watch import Watch


class Engine(Protocol):
    """Something that judges data by one schema."""

    def valid(self, data: Any) -> bool: ...
    def refusals(self, data: Any) -> Iterator[Refusal]: ...


class Schema:
    """A compiled schema. `source` is the plain schema it was made from."""

    def __init__(
        self, source: dict[str, Any], engine: Engine, *, quote_values: bool = True, watched: Watch | None = None
    ) -> None:
        self.source = source
        self._engine = engine
        self._quote_values = quote_values
        self._watched = watched

    def valid(self, data: Any) -> bool:
        """Whether `problems` is empty, found out as fast as possible."""
        try:
            return self._engine.valid(data) and (self._watched is None or self._watched.clean(data))
        except (ValueError, RecursionError):
            return False

    def problems(self, data: Any) -> list[Problem]:
        """Everything the schema refuses in `data`, sorted by place; one cause gives one problem."""
        from generator.schema_store.explain import Explainer
        from generator.schema_store.faults import faults

        explainer = Explainer(self.source, data, quote_values=self._quote_values)
        try:
            refusals = list(self._engine.refusals(data))
            return explainer.problems(faults(self.source, data, refusals), self._watched)
        except ValueError:
            return _unreadable(data)
        except RecursionError:
            return [_problem((), "this is nested too deep to be checked", "make it flatter")]


def compile_schema(
    schema: Mapping[str, Any],
    *,
    name: str = "schema",
    engine: str = "",
    quote_values: bool = True,
    kubernetes: bool = False,
) -> Schema:
    """Compile a JSON Schema (draft-07, or 2020-12 when its `$schema` says so); nothing is ever fetched.

    `engine` is `rust`, `pure` or empty for the fastest there is. `quote_values` False keeps every value out of the
    messages. `kubernetes` also obeys `x-kubernetes-list-type` and `x-argosy-partial`. Raises UserError naming `name`
    and the place in it when the schema cannot be used.
    """
    source = dict(schema)
    draft = "2020-12" if "2020-12" in str(source.get("$schema", "")) else "7"
    try:
        judge = _engine(source, draft, engine)
    except ValueError as error:
        from generator.schema_store.lint import check

        check(source, name)
        raise UserError(f"{name} is not a usable JSON Schema", rule="schema-invalid") from error
    if not kubernetes:
        return Schema(source, judge, quote_values=quote_values)
    from generator.schema_store.watch import watch

    return Schema(source, judge, quote_values=quote_values, watched=watch(source))


def _engine(source: dict[str, Any], draft: str, wanted: str) -> Engine:
    if wanted != "pure":
        try:
            from generator.schema_store.rust import RustEngine

            return RustEngine(source, draft)
        except ImportError:
            if wanted == "rust":
                raise
    from generator.schema_store.pure import PureEngine

    return PureEngine(source, draft)


def _unreadable(data: Any) -> list[Problem]:
    """The keys that are not text and the values no JSON can hold."""
    found: list[Problem] = []
    stack: list[tuple[Path, Any]] = [((), data)]
    while stack:
        path, node = stack.pop()
        if isinstance(node, dict):
            for key, child in node.items():
                if isinstance(key, str):
                    stack.append(((*path, key), child))
                else:
                    found.append(_problem(path, f"the key `{str(key)[:40]}` is not a string", "put it in quotes"))
        elif isinstance(node, (list, tuple)):
            stack.extend(((*path, position), child) for position, child in enumerate(node))
        elif not isinstance(node, (str, int, float, bool, type(None))):
            found.append(_problem(path, "this value is not a string, number, boolean or null", "put it in quotes"))
    return found or [_problem((), "this cannot be checked", "write it as plain YAML")]


def _problem(path: Path, message: str, fix: str) -> Problem:
    return Problem(path, SCHEMA_CONSTRAINT, message, fix)
