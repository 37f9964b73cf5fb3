"""Arguments that several commands share."""

from __future__ import annotations

import os
from pathlib import Path

import click


class NamedPath(click.Path):
    """A path that is not empty: an empty one, as of a variable without a value, is no folder."""

    def convert(
        self,
        value: str | os.PathLike[str],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> str | bytes | os.PathLike[str]:
        """Refuse a name that would not do."""
        if problem := self._problem(os.fspath(value)):
            self.fail(problem, param, ctx)
        return super().convert(value, param, ctx)

    def _problem(self, name: str) -> str:
        """Return what is wrong with a name, "" where nothing is."""
        return "" if name else "it is empty; '.' is the folder you are in."


class NewFile(NamedPath):
    """A file to be written, in a folder that is there: told before anything is looked for."""

    def _problem(self, name: str) -> str:
        folder = Path(name).parent
        if not name:
            return "it is empty: name a file."
        return "" if folder.is_dir() else f"there is no folder '{folder}': make it first."


data = click.option(
    "--data",
    type=NamedPath(file_okay=False, path_type=Path),
    default=Path("data"),
    show_default=True,
    envvar="DEPECHE_DATA",
    show_envvar=True,
    help="Folder of the archive.",
)

jobs = click.option(
    "--jobs",
    type=click.IntRange(min=0),
    default=0,
    help="Processes to use; 0 takes one a core.",
)

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
