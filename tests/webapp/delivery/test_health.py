from webapp import WebConfig, create_app


def test_a_server_without_an_index_lives_and_is_not_ready(tmp_path):
    client = create_app(WebConfig(data=tmp_path)).test_client()
    assert client.get("/healthz").status_code == 200
    waiting = client.get("/readyz")
    assert (waiting.status_code, waiting.text) == (503, "NoIndex\n")
    assert str(tmp_path) not in waiting.text


def test_a_server_whose_index_answers_is_ready(client):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.text) == (200, "ready: 4\n")
    assert answer.headers["Cache-Control"] == "no-store"
