"""The command `depeche`: where indexer, index and webapp are joined, and errors become words.

Exit codes: 0 done, 1 done but with refusals or problems (they are listed), 2 could not start or
could not go on, 130 interrupted.
"""

from __future__ import annotations

import errno
import sys
from importlib import import_module

import click

from index.errors import DepecheError

REFUSALS, FAILED, INTERRUPTED = 1, 2, 130

# Where each command lives; a module is imported when its command is called, which halves the
# time until `depeche search` begins to search.
COMMANDS = {
    "index": "archive",
    "reindex": "archive",
    "fetch": "fetch",
    "search": "ask",
    "history": "remember",
    "copies": "alike",
    "export": "handover",
    "serve": "show",
    "demo": "show",
    "stats": "look",
    "check": "look",
    "explain": "look",
    "entities": "entities",
    "evaluate": "judge",
    "sample": "sample",
}


class _Commands(click.Group):
    """The commands in the order of COMMANDS, imported one by one."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return one command, None where there is none of this name."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"depeche.commands.{COMMANDS[cmd_name]}")
        command: click.Command = getattr(module, cmd_name)
        return command


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Begin with: depeche demo",
)
@click.version_option(package_name="depeche", message="%(prog)s %(version)s")
def cli() -> None:
    """Search an archive of French press releases."""


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit."""
    sys.exit(run(arguments))


def run(arguments: list[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    try:
        code = cli.main(arguments, standalone_mode=False)
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrupted: the index is as it was; run the command again to go on.", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has seen enough; Python's own closing words are not wanted.
        sys.stderr.close()
        return 0
    except DepecheError as error:
        _say(error.sentence(), error.hint)
        return FAILED
    except OSError as error:
        full = error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
        hint = "Free some space and run it again: it goes on where it stopped." if full else ""
        place = f"{error.filename}: " if error.filename else "Nothing more was written: " * full
        _say(f"{place}{error.strerror or error}.", hint)
        return FAILED
    return code if isinstance(code, int) else 0


def _say(sentence: str, hint: str) -> None:
    click.echo(f"depeche: {sentence}", err=True)
    if hint:
        click.echo(hint, err=True)
