"""Arguments that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    import os


class NamedPath(click.Path):
    """A path that is not empty: an empty one, as of a variable without a value, is no folder."""

    def convert(
        self,
        value: str | os.PathLike[str],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> str | bytes | os.PathLike[str]:
        """Refuse an empty name, which would stand for the folder one is in."""
        if value == "":
            self.fail("it is empty; '.' is the folder you are in.", param, ctx)
        return super().convert(value, param, ctx)


class NewFile(NamedPath):
    """A file to be written, in a folder that is there."""

    def convert(
        self,
        value: str | os.PathLike[str],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> str | bytes | os.PathLike[str]:
        """Refuse a name in a folder that is not there, before anything is looked for."""
        path = Path(value)
        if value != "" and not path.parent.is_dir():
            self.fail(f"there is no folder '{path.parent}': make it first.", param, ctx)
        return super().convert(value, param, ctx)


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
