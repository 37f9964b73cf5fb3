"""The pages of a list of results."""

from bs4 import BeautifulSoup

from tests.webapp.test_search_page import parameters, text, titles


def test_every_hit_can_be_reached_by_following_next(many, browse):
    client, address, seen = browse(many), "/?limit=4&q=titre", []
    while address:
        page = BeautifulSoup(client.get(address).data, "lxml")
        seen += titles(page)
        step = page.select_one(".paging a.next")
        address = step and step["href"]
    assert len(seen) == len(set(seen)) == 25


def test_page_numbers_lead_to_their_pages(many, browse):
    page = BeautifulSoup(browse(many).get("/?limit=4&offset=12").data, "lxml")
    numbers = {text(link): link for link in page.select(".paging ol a")}
    assert list(numbers) == ["1", "2", "3", "4", "5", "6", "7"]
    assert numbers["4"]["aria-current"] == "page"
    assert parameters(numbers["7"]) == [("limit", "4"), ("offset", "24")]
    assert parameters(numbers["1"]) == [("limit", "4")]
    assert text(page.h1) == "25 textes trouvés 13 à 16"


def test_a_last_page_of_one_hit_says_its_place(many, browse):
    page = BeautifulSoup(browse(many).get("/?limit=8&offset=24&lang=en").data, "lxml")
    assert text(page.h1) == "25 releases found no. 25"


def test_past_the_last_page_there_is_a_way_back(many, browse):
    page = BeautifulSoup(browse(many).get("/?q=titre&offset=500").data, "lxml")
    assert parameters(page.select_one(".nothing a")) == [("q", "titre")]
    assert parameters(page.select_one(".paging .step")) == [("q", "titre"), ("offset", "20")]
