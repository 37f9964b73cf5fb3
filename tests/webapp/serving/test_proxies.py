from hypothesis import given
from hypothesis import strategies as st

from webapp.serving.proxies import Proxies, client, networks

TRUSTED = networks(["127.0.0.1", "10.0.0.0/8", "fd00::/8"])


def seen(environ, trusted=TRUSTED):
    """Return what an app behind Proxies sees of a request."""
    found = {}

    def app(inner, _start):
        found.update(inner)
        return []

    whole = {"REMOTE_ADDR": "127.0.0.1", "PATH_INFO": "/archive/x", "SCRIPT_NAME": ""}
    Proxies(app, trusted)({**whole, "wsgi.url_scheme": "http", **environ}, lambda *_: None)
    return found


def test_a_trusted_proxy_tells_client_scheme_and_prefix():
    found = seen(
        {
            "HTTP_X_FORWARDED_FOR": "1.1.1.1, 203.0.113.9",
            "HTTP_X_FORWARDED_PROTO": "https",
            "HTTP_X_FORWARDED_PREFIX": "/archive/",
        }
    )
    assert found["REMOTE_ADDR"] == "203.0.113.9"
    assert found["wsgi.url_scheme"] == "https"
    assert (found["SCRIPT_NAME"], found["PATH_INFO"]) == ("/archive", "/x")


def test_nobody_else_is_believed_and_the_app_sees_nothing_of_it():
    found = seen(
        {
            "REMOTE_ADDR": "198.51.100.7",
            "HTTP_X_FORWARDED_FOR": "127.0.0.1",
            "HTTP_X_FORWARDED_PROTO": "https",
            "HTTP_X_FORWARDED_HOST": "evil.example",
        }
    )
    assert found["REMOTE_ADDR"] == "198.51.100.7"
    assert found["wsgi.url_scheme"] == "http"
    assert not [name for name in found if "FORWARDED" in name]


@given(st.lists(st.one_of(st.ip_addresses().map(str), st.text(max_size=9))))
def test_what_a_client_invents_before_its_own_address_changes_nothing(invented):
    way = ", ".join([*invented, "203.0.113.9", "10.1.1.1"])
    assert client("127.0.0.1", way, TRUSTED) == "203.0.113.9"


@given(st.text())
def test_a_client_is_always_an_address(told):
    assert client("127.0.0.1", told, TRUSTED) in {"127.0.0.1", *map(str.strip, told.split(","))}
