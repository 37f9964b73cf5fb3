"""Releases whose texts try to break the forms that they are written in."""

from hypothesis import strategies as st

from index.record import Kind, Release

TEXTS = st.text("a{}\\\r\n%$#_&~^\"'@,=- <>\x00\x85\u2028é", max_size=12)
RELEASES = st.builds(
    Release,
    id=TEXTS.map("x{}".format),
    url=TEXTS | TEXTS.map("https://example.org/{}".format),
    title=TEXTS,
    lead=TEXTS,
    reference=TEXTS,
    place=TEXTS,
    language=st.sampled_from(["fr", "en", "de"]) | TEXTS,
    kind=st.sampled_from(Kind),
    date=st.none() | st.dates(),
)
