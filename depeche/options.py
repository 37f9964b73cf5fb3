"""Arguments that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

data = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
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
