import pytest

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
