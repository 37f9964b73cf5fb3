"""The page of many questions: a form, then a table of counts, or the same as CSV.

Nothing is kept of what is sent, so there is nothing that another site's form could change.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from flask import Blueprint, Response, make_response, request, url_for

from index.engine import Match
from index.exports import inert
from webapp import results
from webapp.addresses import absolute
from webapp.archive import current_archive
from webapp.batch.counting import Answered, all_years, answered, cells
from webapp.batch.questions import (
    MAX_BYTES,
    MAX_QUESTIONS,
    NoQuestions,
    TooManyQuestions,
    UnreadableList,
    decoded,
    questions,
)
from webapp.citations.pages import attached
from webapp.facets import chips
from webapp.links import href
from webapp.notices import sentences
from webapp.pages import ask, own_pairs, render_page
from webapp.taken import corrected
from webapp.view import View
from webapp.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from webapp.links import Pairs

blueprint = Blueprint("batch", __name__)

# Beyond this span some date is surely wrong, and the table has no years.
MAX_YEARS = 150


@blueprint.get("/batch")
def form() -> str:
    """Show the empty form."""
    return _page()


@blueprint.post("/batch")
def count() -> Response:
    """Count what each question finds; with `form=csv` the table comes as a file."""
    request.max_content_length = 2 * MAX_BYTES
    text = request.form.get("queries", "")
    words = Words(ask().language)
    try:
        if (file := request.files.get("file")) and file.filename:
            text = decoded(file.read())
        found = _asked(questions(text), words.language)
    except (NoQuestions, TooManyQuestions, UnreadableList) as error:
        key = f"error.{type(error).__name__}"
        told = f"{words(key, **error.facts)} {words(f'{key}-hint')}"
        return make_response(_page(text=text, problem=told), 400)
    if request.form.get("form") == "csv":
        return attached("\ufeff" + table(found, words), "text/csv; charset=utf-8", "depeche.csv")
    return make_response(_page(text=text, found=found))


def table(found: list[Answered], words: Words) -> str:
    """Return the counts as CSV: a row a question, a column a year; no cell is a formula."""
    years = all_years(found)
    text = io.StringIO()
    writer = csv.writer(text)
    head = [words("batch.query"), words("batch.total"), *years, words("date.none")]
    writer.writerow([*head, words("batch.address")])
    for one in found:
        counts = [str(one.years.get(year, 0)) for year in years]
        row = [label(one), str(one.page.total), *counts, str(one.undated)]
        writer.writerow([inert(cell) for cell in (*row, absolute(results.search_href(one.pairs)))])
    return text.getvalue()


def label(one: Answered) -> str:
    """Return a question in one line, in the words of an address: its query, then its filters."""
    return " ".join(
        value if name == "q" else f"{name}={value}" for name, value in one.pairs if name != "lang"
    )


def conditions(one: Answered, view: View) -> str:
    """Return what a question asks beside its query, in words; "" for nothing."""
    words = view.words
    told = [f"{chip.name} {chip.label}" for chip in chips(view)]
    told += [words("batch.any")] if one.asked.request.match is Match.ANY else []
    told += [] if one.asked.request.expand else [words("batch.as-typed")]
    return " · ".join(told)


def _asked(found: Iterable[Pairs], language: str) -> list[Answered]:
    archive = current_archive()
    return list(answered(found, archive.engine(), language, archive.config.language))


def _page(text: str = "", problem: str = "", found: list[Answered] | None = None) -> str:
    asked = ask()
    words = Words(asked.language)
    lang = tuple(pair for pair in own_pairs(asked) if pair[0] == "lang")
    years = all_years(found or ())
    years = years if len(years) <= MAX_YEARS else []
    usual = current_archive().config.language
    return render_page(
        "batch.html",
        words,
        lang,
        path=url_for("batch.form"),
        action=href(url_for("batch.form"), lang),
        text=text,
        problem=problem,
        most=words.number(MAX_QUESTIONS),
        size=words.number(MAX_BYTES // 1_000),
        years=years,
        rows=[_row(one, years, usual, words) for one in found or ()],
    )


def _row(one: Answered, years: list[str], usual: str, words: Words) -> dict[str, object]:
    view = View(page=one.page, pairs=one.pairs, words=words, path=url_for("pages.search"))
    return {
        "query": one.asked.request.query,
        "conditions": conditions(one, view),
        "href": results.search_href(one.pairs),
        "total": words.number(one.page.total),
        "cells": cells(one, years, usual),
        "notices": sentences(one.asked, one.page, words),
        "corrected": corrected(view),
    }
