"""What stands on either engine says the same: commands, files that are handed over, the web app."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from contextlib import contextmanager
from itertools import product

import urllib3

from index.query.parser import MAX_WORDS
from tests.opensearch.asked import with_names
from tests.opensearch.nodes import ROOT

LONG = " OU ".join(with_names()[:MAX_WORDS])
"""Words with so many other names that a cluster is asked sparingly."""
QUERIES = ("OTAN", "", "conseil SAUF mission", '"de la"~2', "miss* titre:le", LONG)
EXPORTS = ("--csv", "--jsonl")
PATHS = (
    "/?q=OTAN&sort=newest",
    "/?q=mission+OU+conseil&sort=oldest&place=afghanistan",
    "/?q=zzzyx",
    "/api/v1/timeline?q=OTAN",
    "/api/v1/facet/place?q=OTAN&starts=a",
    "/api/v1/complete?q=con",
    "/explore",
    "/feed?q=OTAN",
    "/sitemap.xml",
    "/export/csv?q=OTAN&sort=oldest",
    "/suggestions?q=con",
)
TAKES = ("took_ms", "score", "written_at", "written")
"""What differs from one answer to the next."""


def without_times(value: object) -> object:
    if isinstance(value, dict):
        return {key: without_times(one) for key, one in value.items() if key not in TAKES}
    if isinstance(value, list):
        return [without_times(one) for one in value]
    return value


def test_a_search_prints_the_same(depeche, indexed, within) -> None:
    for query, sort in product(QUERIES, ("newest", "oldest")):
        command = ("search", query, "--sort", sort, "--json", "--limit", 20, "--data", indexed)
        here, there = depeche(*command), depeche(*command, *within)
        assert there.code == here.code == 0, there.err
        said, meant = (without_times(json.loads(one.out)) for one in (there, here))
        assert said == meant, (query, sort)


def test_what_is_handed_over_is_the_same_to_the_byte(depeche, indexed, within, tmp_path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    command = ("export", "le OU la OU de OU OTAN", "--sort", "oldest", "--data", indexed)
    for kind in EXPORTS:
        assert depeche(*command, kind, here).code == 0
        assert depeche(*command, kind, there, *within).code == 0
        assert there.read_bytes() == here.read_bytes()
        assert len(here.read_bytes().splitlines()) > 20


def test_what_is_checked_is_whole(depeche, indexed, within) -> None:
    said = depeche("check", "--data", indexed, *within)
    assert said.code == 0, said.err


def plain(data: bytes) -> bytes:
    """Return an answer without the port of its server and the time when the index was written."""
    return re.sub(rb"127\.0\.0\.1:\d+|\d{4}-\d\d-\d\dT[\d:.]+(\+00:00|Z)", b"", data)


@contextmanager
def served(data, *options):
    """Serve an archive by two processes at a free port; yield what answers a path."""
    command = [sys.executable, "-m", "depeche", "serve", "--data", str(data), "--port", "0"]
    with subprocess.Popen(
        [*command, *options, "--workers", "2"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            address = process.stdout.readline().split()[1].rstrip("/")
            yield lambda path: urllib3.request("GET", address + path, timeout=30, retries=False)
        finally:
            process.terminate()
            process.wait(timeout=30)


def test_the_web_app_shows_the_same(indexed, within) -> None:
    with served(indexed) as here, served(indexed, *within) as there:
        for path in PATHS:
            one, other = here(path), there(path)
            assert other.status == one.status == 200, path
            assert plain(other.data) == plain(one.data), path
        found = here("/api/v1/search?q=OTAN&sort=newest").json()["hits"][0]["id"]
        for path in (f"/api/v1/release/{found}", f"/release/{found}"):
            assert there(path).status == here(path).status == 200
        assert there(f"/api/v1/release/{found}").json() == here(f"/api/v1/release/{found}").json()
