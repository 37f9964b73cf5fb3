import pytest
from bs4 import BeautifulSoup

from index.engines import EngineChoice
from index.errors import IndexDamaged, IndexLocked, IndexOutdated, NoIndex
from webapp import WebConfig, create_app


@pytest.fixture
def failing(monkeypatch, tmp_path):
    """Make a client of an app whose index cannot be opened."""

    def client(error):
        def refuse(*_given, **_options):
            raise error

        monkeypatch.setattr(EngineChoice, "open", refuse)
        return create_app(WebConfig(data=tmp_path)).test_client()

    return client


@pytest.mark.parametrize(
    ("error", "sentence", "command"),
    [
        (NoIndex(directory="d"), "L’archive n’est pas encore prête.", "depeche index DOSSIER"),
        (IndexDamaged(path="p", problem="x"), "L’index est endommagé.", "depeche reindex"),
        (
            IndexOutdated(directory="d", found=1, needed=2),
            "L’index vient d’une autre version du programme.",
            "depeche reindex",
        ),
    ],
)
def test_an_archive_that_is_not_ready_says_what_to_run(failing, error, sentence, command):
    client = failing(error)
    for address in ("/", "/release/x", "/?q=a&lang=fr"):
        response = client.get(address)
        assert response.status_code == 503
        assert sentence in response.text
        assert command in response.text
        assert response.headers["Retry-After"]
    answer = client.get("/api/search")
    assert answer.status_code == 503
    assert answer.json["detail"] == sentence
    assert command in answer.json["hint"]


def test_a_fact_without_a_message_is_for_the_log_and_names_no_folder(failing, caplog):
    client = failing(IndexLocked(directory="/srv/secret"))
    for address in ("/", "/api/search"):
        response = client.get(address)
        assert response.status_code == 503
        assert "L’archive ne peut pas répondre pour le moment." in response.text
        assert "secret" not in response.text
    assert "Another process is writing to /srv/secret." in caplog.text


def test_the_archive_shows_as_soon_as_it_is_there(monkeypatch, tmp_path, engine):
    there = []

    def opened(*_given, **_options):
        if not there:
            raise NoIndex(directory="d")
        return engine

    monkeypatch.setattr(EngineChoice, "open", opened)
    client = create_app(WebConfig(data=tmp_path)).test_client()
    assert client.get("/").status_code == 503
    there.append(True)
    assert client.get("/").status_code == 200


def test_an_address_that_does_not_exist_is_a_page_in_words(client):
    response = client.get("/rien?lang=en")
    assert response.status_code == 404
    assert "There is no such page." in response.text


def test_what_is_not_there_can_be_searched_for(failing, client):
    page = BeautifulSoup(client.get("/release/none?lang=en").data, "lxml")
    form = page.select_one("main form[role=search]")
    assert form["action"] == "/"
    assert [(field["name"], field["value"]) for field in form.select("[type=hidden]")] == [
        ("lang", "en")
    ]
    assert 'role="search"' not in failing(NoIndex(directory="d")).get("/release/none").text


def test_an_error_of_ours_tells_nothing_of_the_inside(engine, browse, monkeypatch):
    def fail(_request):
        raise RuntimeError("secret")

    monkeypatch.setattr(engine, "search", fail)
    response = browse(engine).get("/?q=a")
    assert response.status_code == 500
    assert "Cette demande n’a pas pu aboutir (500)." in response.text
    assert "secret" not in response.text


@pytest.mark.parametrize("address", ["/", "/rien", "/api/search", "/static/depeche.css"])
def test_every_response_is_kept_to_itself(client, address):
    with client.get(address) as response:
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Referrer-Policy"] == "same-origin"


def test_where_there_are_no_results_no_link_leads_to_them(client, soup):
    assert soup("/?q=mossoul").select_one(".skip").get_text() == "Aller aux résultats"
    for address in ("/nowhere", "/entity/place:iraq"):
        page = BeautifulSoup(client.get(address).data, "lxml")
        assert page.select_one(".skip").get_text() == "Aller au texte"
