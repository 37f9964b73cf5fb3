import csv
import io

import pytest

from index.record import Entity, EntityKind
from indexer.authority import Add, Authority, Hide, Merge, Rename, TableDamaged, table
from indexer.entities import gazetteer

KNOWN = {
    "place:iraq": Entity("place:iraq", EntityKind.PLACE, "Iraq", ("Irak",), "IQ"),
    "place:kyiv": Entity("place:kyiv", EntityKind.PLACE, "Kyïv", (), "", "Kyiv"),
}
HEAD = "id,kind,fr,en,aliases,country,releases\n"


def taken(text, *decisions):
    return table.read(text.encode(), "t.csv", KNOWN, Authority(decisions))


def test_what_was_written_and_not_changed_decides_nothing() -> None:
    known = dict(gazetteer().entities)
    text = table.write((one, 0) for one in known.values())
    assert len(list(csv.reader(io.StringIO(text)))) == len(known) + 1
    assert table.read(text.encode(), "t.csv", known, Authority()) == ()


@pytest.mark.parametrize(
    ("row", "decisions"),
    [
        ("place:iraq,place,Irak,,,,", (Rename("place:iraq", "Irak"),)),
        ("place:kyiv,,,Kiev,,,", (Rename("place:kyiv", "", "Kiev"),)),
        (
            "place:iraq,,,,Irak|Mésopotamie| Deux Fleuves,,",
            (Add("place:iraq", aliases=("Mésopotamie", "Deux Fleuves")),),
        ),
        ("place:kyiv,,,,,UA,", (Add("place:kyiv", country="UA"),)),
        (
            "event:foire,event,La foire,The fair,Foire|Kermesse,,12",
            (Add("event:foire", "La foire", "The fair", ("Foire", "Kermesse")),),
        ),
        (",event,La foire,,,,", (Add("event:la-foire", "La foire"),)),
        (",,,,,,", ()),
    ],
)
def test_what_differs_becomes_a_decision(row, decisions) -> None:
    assert taken(HEAD + row) == decisions


def test_semicolons_a_byte_order_mark_and_other_orders_of_columns_are_taken() -> None:
    content = "\ufefffr;id;aliases\r\nIrak;place:iraq;\r\n".encode()
    assert table.read(content, "t.csv", KNOWN, Authority()) == (Rename("place:iraq", "Irak"),)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "line 1 has not the names"),
        ("id,name\n", "line 1 has not the names"),
        (HEAD + "place:new,,,,,,", "line 2: place:new is new and has no 'fr'"),
        (HEAD + "town:new,,X,,,,", "line 2: it names 'town:new', which is no id"),
        (HEAD + "place:new,event,X,,,,", "line 2: place:new is not of the kind 'event'"),
        (HEAD + "place:new,,X,,,France,", "line 2: it has 'France' for a country"),
        (HEAD + "place:new,,X,,,,,,", "line 2: it has 9 cells, not 7"),
        (HEAD + "place:iraq,,,,,,\nplace:iraq,,X,,,,", "line 3: place:iraq stands in line 2 too"),
        (HEAD + "place:gone,,X,,,,", "line 2: place:gone is merged into place:iraq"),
        (HEAD + "place:away,,X,,,,", "line 2: place:away is hidden"),
        (HEAD + 'place:new,,"X,,,,', "line 2: unexpected end of data"),
        (HEAD + "place:a,,--,,,,\nplace:b,,,,,,", "line 2: it has '--' for a name; line 3: "),
    ],
)
def test_problems_are_told_by_line(text, problem) -> None:
    with pytest.raises(TableDamaged) as raised:
        taken(text, Merge("place:iraq", ("place:gone",)), Hide("place:away"))
    assert problem in raised.value.sentence()


def test_bytes_that_are_no_text_are_told_by_line() -> None:
    with pytest.raises(TableDamaged, match="line 2 is not UTF-8"):
        table.read(HEAD.encode() + b"\xff", "t.csv", KNOWN, Authority())
