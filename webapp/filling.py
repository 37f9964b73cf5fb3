"""Templates, one set for each language, in which what is the same on all its pages stands written.

A message whose facts stand in the template is looked up when it is read, not for each page.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, cast

from flask import Flask, current_app
from jinja2.ext import Extension

from webapp.words import Words

if TYPE_CHECKING:
    from jinja2 import BaseLoader, Environment

_KEY = "depeche-templates"
_PART = re.compile(r"""\{% include "(parts/[a-z-]+\.html)" %\}\n""")
_MESSAGE = re.compile(r"""\bt\('([a-zA-Z0-9.-]+)'((?:, \w+='[^']*')*)\)""")
_FACT = re.compile(r"""(\w+)='([^']*)'""")


def attach(app: Flask, languages: tuple[str, ...]) -> None:
    """Give the app the templates of these languages; its `jinja_env` is what all have in common."""
    app.extensions[_KEY] = {one: _environment(app.jinja_env, one) for one in languages}


def filled(name: str, words: Words, **shown: object) -> str:
    """Return a template filled with what is to be shown, in the language of the words."""
    environments = cast("dict[str, Environment]", current_app.extensions[_KEY])
    return environments[words.language].get_template(name).render(t=words, **shown)


def prepared(app: Flask, names: tuple[str, ...]) -> None:
    """Read these templates now, in every language."""
    for environment in app.extensions[_KEY].values():
        for name in names:
            environment.get_template(name)


def _environment(common: Environment, language: str) -> Environment:
    own = common.overlay(extensions=[_Written])
    own.extend(depeche_words=Words(language))
    return own


class _Written(Extension):
    """Writes parts and messages into the source of a template, these as strings of its language.

    A part that is included when a template is filled has a context made for it each time.
    """

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Return the source of a template with its parts and messages."""
        del name, filename
        words = cast("Words", self.environment.depeche_words)  # type: ignore[attr-defined]
        return _MESSAGE.sub(
            lambda found: json.dumps(words(found[1], **dict(_FACT.findall(found[2])))),
            self._with_parts(source),
        )

    def _with_parts(self, source: str) -> str:
        return _PART.sub(lambda found: self._part(found[1]), source)

    def _part(self, name: str) -> str:
        loader = cast("BaseLoader", self.environment.loader)
        # as a template without the line break at its end, and as a block without that behind it
        return self._with_parts(loader.get_source(self.environment, name)[0].removesuffix("\n"))
