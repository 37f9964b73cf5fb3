"""What other programs read out of the forms of a citation is what the release says."""

import json
import re

import jsonschema_rs
import pytest
import rispy
from bs4 import BeautifulSoup
from hypothesis import given, settings
from pybtex.database import parse_string
from pybtex.richtext import Text

from index.record import Document, Kind
from tests.webapp.citations.releases import RELEASES
from webapp.citations import bibtex, csl_json, ris
from webapp.citations.bibtex import key
from webapp.citations.facts import genre, line, site, source
from webapp.citations.metadata import in_script, news_article, tags

LINK = "http://localhost/release/nato:news_1:fr"
_TEXT = {"type": "string", "minLength": 1}
_ADDRESS = {"type": "string", "pattern": "^https?://"}
# The facts of CSL 1.0.2's csl-data.json that concern what is written here: what an item must have,
# the names of its variables, and their types.
CSL = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["id", "type"],
        "additionalProperties": False,
        "properties": {
            "id": {"type": "string"},
            "type": {"enum": ["webpage", "speech", "interview"]},
            "issued": {
                "type": "object",
                "additionalProperties": False,
                "required": ["date-parts"],
                "properties": {
                    "date-parts": {
                        "type": "array",
                        "minItems": 1,
                        "maxItems": 2,
                        "items": {
                            "type": "array",
                            "minItems": 1,
                            "maxItems": 3,
                            "items": {"type": "integer"},
                        },
                    }
                },
            },
            "URL": _ADDRESS,
            **dict.fromkeys(
                ("title", "genre", "number", "container-title", "publisher-place", "abstract"),
                _TEXT,
            ),
            **dict.fromkeys(("language", "archive_location"), _TEXT),
        },
    },
}
_ORGANISATION = {
    "type": "object",
    "required": ["@type", "name"],
    "properties": {"@type": {"const": "Organization"}, "name": _TEXT},
}
# What Google reads of an Article: the properties it recommends that a text without pictures has
# (developers.google.com, Article structured data), with schema.org's types.
NEWS = {
    "type": "object",
    "required": ["@context", "@type", "url"],
    "properties": {
        "@context": {"const": "https://schema.org"},
        "@type": {"const": "NewsArticle"},
        "headline": _TEXT,
        "datePublished": {"type": "string", "format": "date"},
        "dateModified": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d"},
        "author": _ORGANISATION,
        "publisher": _ORGANISATION,
        "url": _ADDRESS,
        "isBasedOn": _ADDRESS,
        "mentions": {"type": "array", "items": {"required": ["@type", "name"]}},
    },
}
_LIGATURES = {"—": "---", "–": "--", "”": "''", "„": ",,", "«": "<<", "»": ">>"}
_LEFT = {"textbraceleft": "{", "textbraceright": "}", "textasciicircum": "^", "$": "$"}
_IS_CSL = jsonschema_rs.validator_for(CSL)
_IS_NEWS = jsonschema_rs.validator_for(NEWS, validate_formats=True)


def known(values):
    return {name: value for name, value in values.items() if value}


@given(RELEASES)
def test_a_reader_of_ris_finds_what_was_written(release):
    (read,) = rispy.loads(ris(release, LINK))
    day, address = release.date, source(release)
    assert read == known(
        {
            "type_of_reference": "ELEC",
            "id": line(release.id),
            "title": line(release.title),
            "year": f"{day.year:04}" if day else "",
            "date": f"{day:%Y/%m/%d/}".rjust(11, "0") if day else "",
            "type_of_work": genre(release),
            "note": line(release.reference),
            "place_published": line(release.place),
            "publisher": site(release),
            "language": line(release.language),
            "abstract": line(release.lead),
            "urls": [address or LINK],
            "file_attachments2": LINK if address else "",
            "accession_number": line(release.id),
        }
    )


def unspaced(text):
    return "".join(text.split())


def plain(latex):
    """What LaTeX prints, unspaced; dashes and quotes stand for the signs they are typed by.

    pybtex leaves the commands of four characters as they are.
    """
    text = unspaced(Text.from_latex(latex).render_as("text"))
    for sign, typed in _LIGATURES.items():
        text = text.replace(sign, typed)
    return re.sub(
        r"\\(textbraceleft|textbraceright|textasciicircum|\$)", lambda one: _LEFT[one[1]], text
    )


@given(RELEASES)
@settings(max_examples=50, deadline=None)
def test_a_reader_of_bibtex_finds_what_was_written(release):
    (entry,) = parse_string(bibtex(release, LINK), "bibtex").entries.values()
    assert (entry.type, entry.key) == ("misc", key(release.id))
    fields = dict(entry.fields)
    for name, value in (
        ("title", release.title),
        ("abstract", release.lead),
        ("address", release.place),
    ):
        # LaTeX has no white space after the name of a command.
        assert plain(fields.get(name, "")) == unspaced(line(value))
    assert fields["url"] == (source(release) or LINK)
    assert fields.get("date", "") == (release.date.isoformat() if release.date else "")


@given(RELEASES)
def test_csl_json_keeps_to_its_schema(release):
    _IS_CSL.validate(json.loads(csl_json(release, LINK)))


@given(RELEASES)
def test_json_ld_keeps_to_its_schema_and_stays_in_its_element(release):
    script = f"<script>{in_script(news_article(Document(release=release), LINK))}</script><p>"
    page = BeautifulSoup(script, "lxml")
    article = json.loads(page.script.string)
    _IS_NEWS.validate(article)
    assert article.get("headline", "") == line(release.title)
    assert ("author" in article) == bool(site(release))
    assert page.p is not None


def as_zotero_reads(found):
    """Tell type and publication as Zotero's translators Embedded Metadata and RDF find them.

    The first type of Dublin Core that Zotero has decides; else a Highwire title means a journal.
    The publication is PRISM's, else Dublin Core's source.
    """
    values = {}
    for name, content in found:
        values.setdefault(name.lower(), content)
    types = {"webpage", "presentation", "interview", "report", "book", "newspaperArticle"}
    kind = values.get("dc.type", "")
    kind = kind if kind in types else "journalArticle" if "citation_title" in values else "webpage"
    return kind, values.get("prism.publicationname") or values.get("dc.source", "")


@pytest.mark.parametrize("kind", Kind)
@given(release=RELEASES)
@settings(max_examples=20)
def test_zotero_takes_a_release_for_no_journal_and_no_address_for_a_name(kind, release):
    object.__setattr__(release, "kind", kind)
    item, publication = as_zotero_reads(tags(Document(release=release), LINK))
    expected = {Kind.DISCOURS: "presentation", Kind.TRANSCRIPTION: "interview"}
    assert item == expected.get(kind, "webpage")
    assert publication == site(release)
