from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st

from index.answer import marked_html, runs
from index.engine import Marked
from index.highlight import Marker, passages, shown
from index.query import parse
from index.record import Release

texts = st.one_of(
    st.text(max_size=80),
    st.lists(
        st.sampled_from(["<mark>", "</mark>", "<b>", "&amp;", "&", '"', "mali", "<!--", "'", " "]),
        max_size=20,
    ).map("".join),
)
spans = st.lists(st.tuples(st.integers(-9, 90), st.integers(-9, 90)), max_size=9)


class Read(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.depth, self.text, self.inside = 0, "", ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        assert (tag, attrs, self.depth) == ("mark", [], 0)
        self.depth = 1

    def handle_endtag(self, tag):
        assert (tag, self.depth) == ("mark", 1)
        self.depth = 0

    def handle_data(self, data):
        self.text += data
        self.inside += data * self.depth

    def handle_comment(self, data):
        raise AssertionError(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


@given(texts, spans)
@settings(max_examples=500)
def test_runs_joined_are_the_text(text, marks):
    pieces = list(runs(text, marks))
    assert "".join(piece for piece, _ in pieces) == text
    assert all(piece for piece, _ in pieces)
    at = 0
    for piece, hit in pieces:
        for offset in range(at, at + len(piece)):
            assert hit == any(start <= offset < end for start, end in marks)
        at += len(piece)


@given(texts, spans)
@settings(max_examples=500)
def test_html_holds_the_text_and_no_element_but_marks(text, marks):
    read = Read(marked_html(Marked(text, tuple(marks))))
    assert read.depth == 0
    assert read.text == text
    assert read.inside == "".join(piece for piece, hit in runs(text, marks) if hit)


@given(texts, texts, st.sampled_from(["mali", "mark", "b*", '"mali mark"~2', "amp"]))
@settings(max_examples=300)
def test_a_hit_of_any_text_is_safe_html(title, text, query):
    release = Release(id="x", title=title, paragraphs=(text,))
    marker = Marker(parse(query).tree)
    head, found = shown(release, marker.in_release(release))
    for marked in (head, *found, *passages(text, marker.found(text))):
        assert Read(marked_html(marked)).text == marked.text
