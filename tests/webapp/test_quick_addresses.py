"""Addresses that are written in a quicker way are those that the slower way writes."""

from pathlib import Path

import pytest
from flask import url_for
from hypothesis import given
from hypothesis import strategies as st

from webapp import WebConfig, create_app
from webapp.addresses import of_entity, of_release, path_to
from webapp.links import ORDER, href, parts, without

TEXTS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)
PAIRS = st.lists(st.tuples(st.sampled_from(ORDER), TEXTS), max_size=6).map(tuple)


@pytest.fixture(scope="module")
def served():
    app = create_app(WebConfig(data=Path("nowhere")))

    def at(root):
        return app.test_request_context("/", environ_overrides={"SCRIPT_NAME": root})

    return at


@given(pairs=PAIRS, name=st.sampled_from(ORDER), value=TEXTS)
def test_a_filled_slot_is_the_address_of_one_more_pair(pairs, name, value):
    kept = without(pairs)
    filled = parts("/p", kept).slot(name).filled((name, value))
    assert filled == href("/p", (*kept, (name, value)))


@given(release_id=TEXTS)
def test_the_address_of_a_release_is_that_of_its_page(served, release_id):
    for root in ("", "/archives"):
        with served(root):
            assert of_release(release_id) == url_for("pages.release", release_id=release_id)


@given(entity_id=TEXTS)
def test_the_address_of_an_entity_is_that_of_its_page(served, entity_id):
    for root in ("", "/archives"):
        with served(root):
            assert of_entity(entity_id) == url_for("entities.entity", entity_id=entity_id)


def test_what_is_remembered_below_one_path_is_not_told_below_another(served):
    for root in ("", "/archives", ""):
        with served(root):
            assert path_to("pages.search") == f"{root}/"
            icon = path_to("static", filename="icon.svg")
            assert icon == url_for("static", filename="icon.svg")
