"""`make opensearch`: runs a cluster in the foreground until Ctrl-C, or for one command."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

import click

from tests.opensearch.nodes import HEAP_MB, missing, running


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m tests.opensearch", description=__doc__)
    options.add_argument("--nodes", type=int, default=1, choices=(1, 2, 3))
    options.add_argument("--heap", type=int, default=HEAP_MB, help="MB for each node")
    options.add_argument("--run", nargs=argparse.REMAINDER, help="a command, run beside it")
    chosen = options.parse_args()
    if reason := missing():
        sys.exit(reason)
    # SIGTERM ends it as Ctrl-C does: with its nodes
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with (
        tempfile.TemporaryDirectory(prefix="opensearch") as folder,
        running(Path(folder), chosen.nodes, heap_mb=chosen.heap) as cluster,
    ):
        if chosen.run:
            environment = os.environ | {"DEPECHE_TEST_CLUSTER": cluster.url}
            return subprocess.run(chosen.run, env=environment, check=False).returncode
        click.echo(f"{' '.join(cluster.urls)} (Ctrl-C ends it)")
        with suppress(KeyboardInterrupt):
            signal.pause()
    return 0


if __name__ == "__main__":
    sys.exit(main())
