"""A client that has the present answer is told so, and no question is asked for it."""

import pytest


@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/search?q=mossoul",
        "/api/v1/release/nato:news_1:fr",
        "/api/v1/timeline",
        "/api/search",
    ],
)
def test_the_same_answer_is_not_sent_twice(client, engine, address):
    first = client.get(address)
    tag = first.headers["ETag"]
    engine.asked.clear()
    again = client.get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == tag
    assert engine.asked == []


def test_another_question_or_another_archive_is_another_answer(client, engine):
    tags = {
        client.get(address).headers["ETag"]
        for address in ("/api/v1/search", "/api/v1/search?q=a", "/api/v1/search?lang=en")
    }
    engine.documents = engine.documents[:2]
    tags.add(client.get("/api/v1/search").headers["ETag"])
    assert len(tags) == 4
    for tag in tags - {client.get("/api/v1/search").headers["ETag"]}:
        answer = client.get("/api/v1/search", headers={"If-None-Match": tag})
        assert answer.status_code == 200
