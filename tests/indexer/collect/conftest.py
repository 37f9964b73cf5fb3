import pytest

from tests.indexer.collect.server import Clock, served


@pytest.fixture
def site():
    with served() as running:
        yield running


@pytest.fixture
def clock():
    return Clock()
