"""--engine and --engine-url, which every command has that opens an index."""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from index.engines import ENGINES, OPENSEARCH, WHOOSH, EngineChoice
from index.writing import Owner

if TYPE_CHECKING:
    from collections.abc import Callable

_NAME = click.option(
    "--engine",
    type=click.Choice(ENGINES),
    envvar="DEPECHE_ENGINE",
    show_envvar=True,
    help="What keeps the index: whoosh, if not given, on this machine; opensearch on a cluster.",
)
_URL = click.option(
    "--engine-url",
    metavar="URL",
    envvar="DEPECHE_ENGINE_URL",
    show_envvar=True,
    help="The archive on a cluster: https://HOST:PORT/NAME; needs no --engine.",
)

_TAKE_OVER = click.option(
    "--take-over",
    is_flag=True,
    help="Replace the index that another archive has at this URL.",
)


def engine(command: Callable[..., int]) -> Callable[..., int]:
    """Give a command both options, and their choice as its argument `chosen`."""

    @functools.wraps(command)
    def choosing(*given: object, engine: str | None, engine_url: str | None, **more: Any) -> int:  # noqa: ANN401 - what click passes
        return command(*given, chosen=_choice(engine or "", engine_url or ""), **more)

    return _NAME(_URL(choosing))


def owner(command: Callable[..., int]) -> Callable[..., int]:
    """Give a command that writes --take-over beside both options; raises click.UsageError."""

    @functools.wraps(command)
    def choosing(*given: object, chosen: EngineChoice, take_over: bool, **more: Any) -> int:  # noqa: ANN401 - what click passes
        if take_over and chosen.name != OPENSEARCH:
            raise click.UsageError("--take-over is for an archive on a cluster: --engine-url URL.")
        chosen = replace(chosen, owner=Owner(takes_over=take_over))
        return command(*given, chosen=chosen, **more)

    return engine(_TAKE_OVER(choosing))


def _choice(name: str, url: str) -> EngineChoice:
    """Return what is meant; an address that was typed counts more than a name in the environment.

    Raises click.UsageError where the two that were typed contradict each other.
    """
    typed = [_typed(one) for one in ("engine", "engine_url")]
    if name == WHOOSH and all(typed):
        raise click.UsageError("--engine-url is the address of a cluster: --engine opensearch.")
    if name == WHOOSH and typed == [False, True]:
        name = ""
    return EngineChoice.of(name, url)


def _typed(parameter: str) -> bool:
    source = click.get_current_context().get_parameter_source(parameter)
    return source is ParameterSource.COMMANDLINE
