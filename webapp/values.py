"""The values of a facet under a name that begins as typed, as links that choose them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flask import Blueprint, request, url_for

from index.engine import ENTITY_FACETS, Facet
from index.suggest import has_word, name_key
from webapp import results
from webapp.archive import current_archive
from webapp.facets import chips, cleared
from webapp.items import items
from webapp.links import read, replaced, without
from webapp.notices import notices
from webapp.pages import ask, own_pairs, render_page
from webapp.params import STARTS, starts
from webapp.view import View, settled
from webapp.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from index.engine import Bucket, Completion

blueprint = Blueprint("values", __name__)

# The facets that can be searched, as a part of an address.
NAMES = f"<any({', '.join(ENTITY_FACETS)}):name>"
# Values that a page and the API list.
LISTED = 100
# Words of what is typed that may belong to a name.
_TYPED = 8


@blueprint.get(f"/facet/{NAMES}")
def values(name: str) -> str:
    """Show the values of a facet under a name that begins as typed, within a search."""
    asked, facet = ask(), Facet(name)
    typed = starts(read(request.query_string))
    engine = current_archive().engine()
    page = engine.search(replace(asked.request, limit=0, offset=0))
    words = Words(asked.language)
    pairs = replaced(without(settled(own_pairs(asked), page)), {"more": ""})
    view = View(page=page, pairs=pairs, words=words, path=url_for("pages.search"))
    path = url_for(".values", name=name)
    here = replace(view, pairs=replaced(pairs, {STARTS: typed}), path=path)
    found = surprising(engine.values(asked.request, facet, typed, LISTED), typed, asked.language)
    return render_page(
        "values.html",
        words,
        here.pairs,
        path=path,
        facet=name,
        typed=typed,
        query=asked.request.query,
        choices=items(view, facet, found),
        cut=words.number(LISTED) if len(found) >= LISTED else "",
        chips=chips(here),
        clear=cleared(here),
        hidden=pairs,
        back=results.search_href(pairs),
        notices=notices(asked, page, words),
    )


def called(one: Completion, typed: str, language: str) -> dict[str, str]:
    """Return what a completion is called, and the name it was recognised by where that is another.

    >>> from index.engine import Completion, CompletionKind
    >>> one = Completion(CompletionKind.PLACE, "Pays-Bas", "", 1, english="Netherlands")
    >>> called(one, "le pays", "en"), called(one, "pays", "fr")["form"]
    ({'text': 'Netherlands', 'form': 'Pays-Bas'}, '')
    """
    shown, form = (language == "en" and one.english) or one.text, one.form
    if shown != one.text and not form:
        # Recognised by its French name. Of what was typed the last words are the start of it.
        words = typed.split()[-_TYPED:]
        starts = (name_key(" ".join(words[at:])) for at in range(len(words)))
        key = next((key for key in starts if has_word(name_key(one.text), key)), "")
        form = "" if key and has_word(name_key(shown), key) else one.text
    return {"text": shown, "form": form if form != shown else ""}


def surprising(found: Iterable[Bucket], typed: str, language: str) -> tuple[Bucket, ...]:
    """Return values that keep the name they were found by only where the one shown begins not so.

    >>> from index.engine import Bucket
    >>> found = [Bucket("royaume-uni", "Royaume-Uni", 1, form="Grande-Bretagne")]
    >>> [[one.form for one in surprising(found, typed, "fr")] for typed in ("b", "roy")]
    [['Grande-Bretagne'], ['']]
    """
    key = name_key(typed)
    return tuple(
        one._replace(form="") if has_word(name_key(one.called(language)), key) else one
        for one in found
    )
