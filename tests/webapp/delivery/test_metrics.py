import os
import re
import signal
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.webapp.serving.running import program
from webapp import WebConfig, create_app


@pytest.fixture
def counting(engine, tmp_path):
    return create_app(WebConfig(data=tmp_path, engine=engine, metrics=True)).test_client()


def samples(text):
    return {
        (sample.name, *sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_there_are_none_unless_asked_for(client):
    assert client.get("/metrics").status_code == 404


def test_they_tell_what_was_answered_and_what_the_index_holds(counting):
    for address in ("/?q=x", "/?q=y", "/nowhere", "/release/none"):
        counting.get(address)
    counting.open("/", method="BREW")
    found = samples(counting.get("/metrics").text)

    def requests(endpoint, status, method="GET"):
        labels = (("endpoint", endpoint), ("method", method), ("status", status))
        return found[("depeche_requests_total", *labels)]

    assert requests("pages.search", "200") == 2
    assert requests("none", "404") == 1
    assert requests("pages.release", "404") == 1
    assert requests("none", "405", "other") == 1
    assert found[("depeche_request_seconds_count", ("endpoint", "pages.search"))] == 2
    assert found[("depeche_index_releases",)] == 4
    assert found[("depeche_requests_under_way",)] == 1  # this one


def test_without_an_index_they_say_so(tmp_path):
    client = create_app(WebConfig(data=tmp_path, metrics=True)).test_client()
    assert samples(client.get("/metrics").text)[("depeche_index_open",)] == 0


def status(address):
    try:
        urllib.request.urlopen(address, timeout=10).close()  # noqa: S310 - http, our own
    except urllib.error.HTTPError as error:
        with error:
            return error.code
    return 200


def test_several_workers_count_together_even_what_a_dead_one_answered(tmp_path):
    serving = tmp_path / "serving.py"
    serving.write_text(
        "from pathlib import Path\n"
        "from webapp import WebConfig\n"
        "from webapp.config import Limits\n"
        "from webapp.serving import ServeOptions, serve\n"
        "if __name__ == '__main__':\n"
        "    limits = Limits(rate=1 / 3600, burst=5)\n"
        "    config = WebConfig(data=Path('absent'), metrics=True, limits=limits)\n"
        "    serve(config, ServeOptions(workers=2), lambda at: print(at, flush=True))\n"
    )
    with program(serving) as (process, address, _):

        def get(path):
            with urllib.request.urlopen(address + path, timeout=10) as answer:  # noqa: S310
                return answer.read().decode()

        for _ in range(20):
            get("healthz")
        assert [status(address) for _ in range(9)] == [503] * 5 + [429] * 4
        labels = (("endpoint", "health.healthz"), ("method", "GET"), ("status", "200"))
        key = ("depeche_requests_total", *labels)
        assert samples(get("metrics"))[key] == 20
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        if children.exists():
            os.kill(int(children.read_text("ascii").split()[-1]), signal.SIGKILL)
            get("healthz")
            assert samples(get("metrics"))[key] == 21
            assert not re.search(r"under_way \d\d", get("metrics"))
