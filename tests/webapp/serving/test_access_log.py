import re

import pytest

from webapp.serving import ServeOptions
from webapp.serving.access import logged

LINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z \S+ \S+ \S+ (\d{3}|-) \d+ \d+\.\d\d")


def asked(log, environ, *, queries=False, app=None):
    """Ask an app through the log and return the line that was added."""

    def answer(_environ, start):
        start("200 OK", [])
        return [b"four", b"ty"]

    options = ServeOptions(access_log=str(log), log_queries=queries)
    body = logged(app or answer, options)(environ, lambda *_: None)
    sent = b"".join(body)
    body.close()
    return log.read_text("utf-8").splitlines()[-1], sent


def environ(path="/", query="", peer="203.0.113.9"):
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path.encode().decode("latin-1"),
        "QUERY_STRING": query,
        "REMOTE_ADDR": peer,
    }


def test_a_line_tells_who_what_how_much_and_how_long(tmp_path):
    line, sent = asked(tmp_path / "log", environ("/release/x"))
    assert LINE.fullmatch(line)
    assert line.split()[1:6] == ["203.0.113.9", "GET", "/release/x", "200", "6"]
    assert sent == b"fourty"


def test_what_was_searched_for_is_told_only_if_asked_for(tmp_path):
    assert "secret" not in asked(tmp_path / "log", environ("/", "q=secret"))[0]
    assert "/?q=secret " in asked(tmp_path / "log", environ("/", "q=secret"), queries=True)[0]


@pytest.mark.parametrize("path", ["/a b", "/a\n2026-01-01 x", "/é\x1b[31m", '/"'])
def test_no_address_makes_two_lines_or_another_field(tmp_path, path):
    line, _ = asked(tmp_path / "log", environ(path, path[1:]), queries=True)
    assert LINE.fullmatch(line)
    assert (tmp_path / "log").read_text("utf-8").count("\n") == 1


def test_a_log_that_was_moved_away_is_made_anew(tmp_path):
    log = tmp_path / "log"
    asked(log, environ("/one"))
    log.rename(tmp_path / "log.1")
    assert "/two" in asked(log, environ("/two"))[0]


def test_without_a_log_the_app_is_left_as_it_is():
    def app(_environ, _start):
        return []

    assert logged(app, ServeOptions()) is app


def test_an_app_that_fails_is_in_the_log_too(tmp_path):
    def failing(_environ, start):
        start("200 OK", [])
        yield b"half"
        raise OSError

    log = tmp_path / "log"
    with pytest.raises(OSError):  # noqa: PT011 - the one that was raised above
        asked(log, environ("/half"), app=failing)
