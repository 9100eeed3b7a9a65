"""The one door to the CEL engine (the extra `cel`): a rule and a value in, a verdict out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from generator.schema_store.cel.expression import Expression, read
from generator.schema_store.cel.faults import Refused, Unverifiable
from generator.schema_store.cel.functions import Function, optional
from generator.schema_store.cel.libraries import FUNCTIONS
from generator.schema_store.cel.values import View

_MOST_STEPS = 5_000_000
"""Steps of one evaluation, about a second."""
_ALL_STEPS = 100_000_000
"""Steps of all evaluations of a run, about twenty seconds: data of many objects cannot make it endless."""


def available() -> bool:
    """Whether the extra is installed."""
    try:
        import cel  # noqa: F401
    except ImportError:
        return False
    return True


@lru_cache(maxsize=4096)
def _compiled(text: str) -> Any:
    import cel

    try:
        return cel.compile(text)
    except ValueError as error:
        raise Unverifiable("the expression is no CEL that can be read here") from error


@dataclass
class Engine:
    """Evaluates expressions within bounds. `steps` is what the evaluations so far may have cost."""

    steps: float = 0
    _raised: list[Exception] = field(default_factory=list)

    def __post_init__(self) -> None:
        import logging

        import cel

        # The engine logs every error of a function, and without a handler Python prints that.
        logging.getLogger("cel").disabled = True
        self._shown: View | None = None
        noted = {name: self._noted(made) for name, made in FUNCTIONS.items()}
        # An object is judged as if it were new: what it was before is an optional without a value.
        self._context = cel.Context({"oldSelf": optional()}, noted)

    def evaluate(self, expression: str, view: View, selectable: frozenset[str]) -> Any:
        """The value of an expression about `self`. `selectable` are the field names that the schema declares.

        Raises Refused for an error that the API server would have as well, Unverifiable for any other.
        """
        known = read(expression, _names())
        self._pay(known, view)
        self._raised.clear()
        if view is not self._shown:
            self._context.add_variable("self", view.value)
            self._shown = view
        try:
            return _compiled(known.text).execute(self._context)
        except (KeyboardInterrupt, SystemExit, Unverifiable):
            raise
        except BaseException as error:  # a panic of the engine is no Exception
            raise self._why(error, known, selectable) from error

    def _pay(self, known: Expression, view: View) -> None:
        cost = known.cost(view.extent.longest, view.extent.size, view.extent.text)
        if cost > _MOST_STEPS:
            raise Unverifiable("the expression may loop too often over this object")
        if self.steps + cost > _ALL_STEPS:
            raise Unverifiable("the rules of this run have cost too much already")
        self.steps += cost

    def _noted(self, function: Function) -> Callable[..., Any]:
        """The function, its error kept: the engine hands on no more than a text."""

        def noted(*arguments: Any) -> Any:
            try:
                return function(*arguments)
            except (Refused, Unverifiable) as error:
                self._raised.append(error)
                raise
            except (TypeError, ValueError, ArithmeticError, LookupError, AttributeError, RecursionError) as error:
                self._raised.append(Unverifiable("a function does not know such values"))
                raise Unverifiable from error

        return noted

    def _why(self, error: BaseException, known: Expression, selectable: frozenset[str]) -> Exception:
        """What an error of the engine means."""
        unsure = next((raised for raised in self._raised if isinstance(raised, Unverifiable)), None)
        if unsure is not None:
            return unsure
        if known.absorbs:
            return Unverifiable("the engine stops at an error that CEL may pass over")
        if self._raised:
            return self._raised[0]
        if isinstance(error, KeyError) and error.args:
            name = str(error.args[0])
            if name in known.selected and name not in selectable:
                return Unverifiable(f"the schema has no field `{name}`")
            return Refused(f"there is no `{name}`")
        if isinstance(error, IndexError):
            return Refused("a list is shorter than the rule takes it to be")
        if isinstance(error, ZeroDivisionError):
            return Refused("something is divided by zero")
        if isinstance(error, OverflowError):
            return Refused("a number has more than 64 bits")
        return Unverifiable("the expression cannot be evaluated here")


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    return frozenset(name.removesuffix("_") for name in FUNCTIONS)
