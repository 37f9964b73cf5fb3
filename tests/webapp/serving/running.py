"""A program that serves an archive, run as a process of its own, and requests to it."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[3]

# Imported by the processes that the program starts, so that what it serves has a name.
SLOW = r"""
import datetime as dt
import time
from pathlib import Path
from index.engine import IndexStats
from index.errors import NoIndex
from webapp import WebConfig
from webapp.serving import ServeOptions, serve
class Slow:
    def search(self, request):
        if request.query != "slow":
            raise NoIndex(directory="quick")
        print("busy\n", end="", flush=True)
        time.sleep(0.6)
        raise NoIndex(directory="answered")
    def complete(self, typed):
        return ()
    def stats(self):
        now = dt.datetime.now(dt.UTC)
        return IndexStats(
            releases=0, undated=0, first=None, last=None, written_at=now, schema_version=0
        )
    def close(self):
        pass
if __name__ == "__main__":
    import sys
    options = ServeOptions(workers=int(sys.argv[1]), threads=2)
    serve(WebConfig(data=Path(), engine=Slow()), options, lambda at: print(at, flush=True))
    print("stopped", flush=True)
"""


@contextmanager
def program(*command: object) -> Iterator[tuple[subprocess.Popen[str], str, int]]:
    """Run a command that tells the address it serves; give the process, the address, the port."""
    with subprocess.Popen(
        [sys.executable, "-W", "error", *map(str, command)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout
            told = process.stdout.readline()
            found = re.search(r"http://\S*?:(\d+)/", told)
            if found is None:
                process.kill()
                raise AssertionError(told + process.communicate()[1])
            yield process, found[0], int(found[1])
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                try:
                    process.communicate(timeout=30)
                except subprocess.TimeoutExpired:
                    process.kill()
