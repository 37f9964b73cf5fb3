"""Options by name: `near=0.5` → a copy of a frozen options object with that field set."""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from typing import TYPE_CHECKING, Any, Final, TypeVar

from index.errors import DepecheError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed import DataclassInstance

    Options = TypeVar("Options", bound=DataclassInstance)

# Far beyond any weight that makes sense, and far below what overflows.
_MOST: Final = 1_000_000


class BadSetting(DepecheError):
    """The setting '{setting}' cannot be used: {problem}."""

    hint = "Write NAME=VALUE, such as k1=1.2; docs/evaluation.md tells more."


def adjusted(options: Options, settings: Iterable[str]) -> Options:
    """Return the options with each `NAME=VALUE` applied, the last one where a name comes twice.

    A field that holds a whole number takes one, a field with a fraction any number; both are
    between 0 and a million. Raises BadSetting for anything else.

    >>> from dataclasses import dataclass
    >>> @dataclass(frozen=True)
    ... class Weights:
    ...     k1: float = 1.2
    ...     depth: int = 10
    >>> adjusted(Weights(), ["k1=0.9", "depth=20"])
    Weights(k1=0.9, depth=20)
    """
    numbers = values_of(options)
    changed: dict[str, Any] = {}
    for setting in settings:
        name, sign, value = (part.strip() for part in setting.partition("="))
        if not sign:
            raise BadSetting(setting=setting, problem="it has no '='")
        if name not in numbers:
            problem = f"there is no '{name}'; there is {', '.join(numbers)}"
            raise BadSetting(setting=setting, problem=problem)
        changed[name] = _number(value, setting, type(numbers[name]))
    return replace(options, **changed)


def values_of(options: DataclassInstance) -> dict[str, int | float]:
    """Return the options that are numbers, by name, in their order."""
    values = asdict(options)
    names = [one.name for one in fields(options)]
    return {name: values[name] for name in names if type(values[name]) in {int, float}}


def _number(value: str, setting: str, kind: type[int | float]) -> int | float:
    wanted = "a whole number" if kind is int else "a number"
    try:
        number = kind(value)
    except ValueError as error:
        raise BadSetting(setting=setting, problem=f"'{value}' is not {wanted}") from error
    if number < 0 or not number <= _MOST:
        raise BadSetting(setting=setting, problem=f"{value} is not {wanted} from 0 to {_MOST:,}")
    return number
