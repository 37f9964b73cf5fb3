"""Queries of as many words as are taken keep to the clauses that Lucene takes, names and all."""

from __future__ import annotations

import json
from unittest.mock import Mock

import pytest

from index.answering.lexicon import Lexicon
from index.engine import SearchRequest
from index.engines.opensearch.compile import compile_query
from index.engines.opensearch.frequencies import Frequencies
from index.engines.opensearch.room import ROOM, clauses
from index.query.parser import MAX_WORDS
from index.thesaurus import Thesauri
from index.thesaurus.files import FILE
from index.thesaurus.lines import MAX_FORMS
from index.understood import understand
from tests.opensearch.asked import with_names


def compiled(query, thesauri):
    tree = understand(SearchRequest(query=query), thesauri).tree
    return compile_query(tree, Lexicon(Mock()), Frequencies(1_000))


@pytest.mark.parametrize("between", [" ", " OU "])
def test_words_that_have_names_are_found_under_all_of_them_as_far_as_there_is_room(between):
    forms = with_names()
    assert len(forms) > 500
    thesauri = Thesauri(None)
    for first in range(0, len(forms), MAX_WORDS // 2):
        found = compiled(between.join(forms[first : first + MAX_WORDS // 2]), thesauri)
        assert found.problems == ()
        found = compiled(between.join(forms[first : first + MAX_WORDS]), thesauri)
        assert clauses(found.query) <= ROOM


def test_where_names_are_too_many_those_of_several_words_are_left_out_and_it_is_told(tmp_path):
    words = [f"sigle{number}" for number in range(MAX_WORDS)]
    names = [f"nom numéro {number}" for number in range(MAX_FORMS - 2)]
    rows = (
        "\t".join([word, f"autre{word}", *(f"{name} {word[5:]}" for name in names)])
        for word in words
    )
    (tmp_path / FILE).write_text("\n".join(rows), "utf-8")
    found = compiled(" ".join(words), Thesauri(tmp_path))
    assert [(one.position, one.code) for one in found.problems] == [(0, "too-many-names")]
    assert clauses(found.query) <= ROOM
    assert "autresigle7" in json.dumps(found.query)
    few = compiled(" ".join(words[:3]), Thesauri(tmp_path))
    assert few.problems == ()
    assert "num" in json.dumps(few.query)


def test_a_short_query_scores_each_form_by_itself():
    found = json.dumps(compiled("Irak", Thesauri(None)).query)
    assert "constant_score" not in found
    assert '"title_exact": {"value": "Irak"' in found
