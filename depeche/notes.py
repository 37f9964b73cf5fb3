"""Notes that several commands end with, on the error stream."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from depeche.words import printable

if TYPE_CHECKING:
    from collections.abc import Iterable


def tell_unknown(entity_ids: Iterable[str]) -> None:
    """Tell which ids the archive's decisions name although nothing knows them."""
    for one in entity_ids:
        note = f"Note: authority.toml names {one}, which nothing knows."
        click.echo(printable(note), err=True)


def tell_outdated() -> None:
    """Tell that the lists of names are not those that all releases were recognised with."""
    click.echo(
        "Note: the lists of names have changed; 'depeche reindex' recognises all releases anew.",
        err=True,
    )


def tell_troubles(sentences: Iterable[str]) -> None:
    """Tell what the engine had trouble with although all was written in the end."""
    for one in sentences:
        click.echo(printable(f"Note: {one}"), err=True)
