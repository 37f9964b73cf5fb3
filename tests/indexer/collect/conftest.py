import pytest

from indexer.collect.polite import Polite
from tests.indexer.collect.collecting import SITEMAP, profile, serve_numbered
from tests.indexer.collect.server import Clock, served


@pytest.fixture
def site():
    with served() as running:
        yield running


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def numbered(site):
    """A site of six pages with a sitemap."""
    serve_numbered(site, 6)
    return profile(site, SITEMAP)


@pytest.fixture
def ask(site, clock):
    clients = []

    def make(**options):
        clients.append(Polite(frozenset({site.host}), clock.options(**options), delay=1.0))
        return lambda path, **headers: clients[-1].get(site.address + path, headers)

    yield make
    for client in clients:
        client.close()
