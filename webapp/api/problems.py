"""Errors for programs, as RFC 9457 has them: application/problem+json."""

from __future__ import annotations

import json
import re

from flask import Response, url_for

from index.errors import DepecheError

MEDIA_TYPE = "application/problem+json"


class BadCursor(DepecheError):
    """The cursor '{cursor}' does not belong to this search."""

    hint = "Take it from 'next' of the page before, with the same parameters."


class CursorExpired(DepecheError):
    """The archive has changed since the cursor '{cursor}' was given out."""

    hint = "Begin again at the first page; the order of the pages holds as long as the archive."


class BadBatch(DepecheError):
    """The body holds no list of questions: {problem}."""

    hint = "Send JSON as the description of the API says, a CSV table, or a question a line."


def problem(status: int, code: str, detail: str, hint: str) -> Response:
    """Return a problem: `code` names its class, `detail` says what happened, `hint` what to do.

    Its type is the address of what the page of the API says about that class.
    """
    told = {
        "type": f"{url_for('api.page')}#{slug(code)}",
        "title": title(code),
        "status": status,
        "detail": detail,
        "code": code,
        "hint": hint,
    }
    return Response(json.dumps(told, ensure_ascii=False), status, content_type=MEDIA_TYPE)


def title(code: str) -> str:
    """Return the name of a class of problems in words.

    >>> title("UnknownRelease")
    'Unknown release'
    """
    return re.sub("(?<=[a-z])(?=[A-Z])", " ", code).capitalize()


def slug(code: str) -> str:
    """Return the name of a class of problems as a part of an address.

    >>> slug("UnknownRelease")
    'unknown-release'
    """
    return title(code).replace(" ", "-").lower()
