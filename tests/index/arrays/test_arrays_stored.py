"""Each record is read back alone, and a broken one is told."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.engines.whoosh.arrays.container import Container, ContainerWriter
from index.engines.whoosh.arrays.stored import Blocks, Records
from index.errors import IndexDamaged

TEXTS = st.lists(
    st.text("aéœ😀 ", max_size=40).map(lambda text: text * 200), min_size=1, max_size=9
)


def container_of(path, texts, order):
    writer = ContainerWriter(path)
    blocks = Blocks()
    slots = [blocks.add({"text": text}) for text in texts]
    blocks.write(writer, np.array(slots)[order])
    writer.finish({})
    return Container(path)


@given(TEXTS, st.randoms())
def test_documents_have_their_own_records_in_any_order(tmp_path_factory, texts, dice):
    order = list(range(len(texts)))
    dice.shuffle(order)
    records = Records(container_of(tmp_path_factory.mktemp("stored") / "a", texts, order))
    assert [records.get(place)["text"] for place in range(len(texts))] == [texts[n] for n in order]


@pytest.mark.parametrize("harm", ["turned", "cut"])
def test_a_broken_record_is_named(tmp_path, monkeypatch, harm):
    texts = [f"{number} {'texte ' * 200}" for number in range(20)]
    container = container_of(tmp_path / "a", texts, list(range(20)))
    arrays = {name: container.get(name).copy() for name in ("stored.data", "stored.starts")}
    if harm == "turned":
        arrays["stored.data"][2:40] = 255
    else:
        arrays["stored.starts"][1] = 20
    whole = container.get
    monkeypatch.setattr(container, "get", lambda name: arrays.get(name, whole(name)))
    records = Records(container)
    with pytest.raises(IndexDamaged, match="a stored record is broken"):
        records.get(1)
