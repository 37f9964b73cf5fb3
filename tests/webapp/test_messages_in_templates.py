"""Messages stand written in the templates of each language, and are text there like any other."""

import pytest
from flask import Flask
from jinja2 import DictLoader

from webapp import filling, words
from webapp.filling import filled
from webapp.words import Words


class Mute(Words):
    """Knows no message when a page is filled."""

    def __call__(self, key, **facts):
        raise AssertionError(key, facts)


@pytest.fixture
def app():
    app = Flask(__name__)
    app.jinja_env.loader = DictLoader(
        {
            "a.html": """<p title="{{ t('site.skip') }}">{% set x = t('site.skip') %}{{ x }}</p>""",
            "b.html": "{{ t('releases.many', count=number) }}",
            "c.html": "{{ t('site.nothing') }}",
            "d.html": "{{ t('releases.many', count='{count}') }}",
            "e.html": """<p>\n{% include "parts/e.html" %}\n</p>""",
            "parts/e.html": """<b>\n{% include "parts/in-it.html" %}\n</b>\n""",
            "parts/in-it.html": "{{ t('site.skip') }}{{ number }}\n",
        }
    )
    filling.attach(app, ("fr", "en"))
    with app.app_context():
        yield app


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_message_without_facts_is_looked_up_when_the_template_is_read(language):
    skip = Words(language)("site.skip")
    assert filled("a.html", Mute(language)) == f'<p title="{skip}">{skip}</p>'


@pytest.mark.usefixtures("app")
def test_facts_are_filled_in_for_each_page():
    assert [filled("b.html", Words("en"), number=n) for n in (2, 3)] == ["2 releases", "3 releases"]


@pytest.mark.usefixtures("app")
def test_a_fact_that_stands_in_the_template_is_filled_in_when_it_is_read():
    assert filled("d.html", Mute("en")) == "{count} releases"


def test_a_part_within_a_part_is_written_into_the_template_too(app, monkeypatch):
    filling.prepared(app, ("e.html",))
    monkeypatch.setattr(app.jinja_env.loader, "mapping", {})
    skip = Words("fr")("site.skip")
    assert filled("e.html", Mute("fr"), number=3) == f"<p>\n<b>\n{skip}3</b></p>"


@pytest.mark.usefixtures("app")
def test_a_message_is_no_markup_and_no_template(monkeypatch):
    monkeypatch.setitem(words._in("fr"), "site.skip", """<b> {{ x }} '\\ " é""")
    shown = "&lt;b&gt; {{ x }} &#39;\\ &#34; é"
    assert filled("a.html", Words("fr")) == f'<p title="{shown}">{shown}</p>'


def test_a_message_that_does_not_exist_is_found_before_anybody_reads_it(app):
    with pytest.raises(KeyError, match=r"site\.nothing"):
        filling.prepared(app, ("c.html",))
