"""What all tests share: one Hypothesis profile, no time limit for an example; Ctrl-C; a cluster."""

import gc
import signal
import threading

import pytest
from hypothesis import settings

from tests.opensearch.fixtures import cluster, engine_url  # noqa: F401 - for the contract, too

settings.register_profile("depeche", deadline=None)
settings.load_profile("depeche")

# A shell that runs the tests in the background has them, and what they start, ignore Ctrl-C.
if threading.current_thread() is threading.main_thread():
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    """Let no test pay for what collecting left: the search for garbage passes over it, as it stays.

    It is half a gigabyte, walked by every collection that the code under test asks for.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()
