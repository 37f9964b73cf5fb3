"""What all tests share: one Hypothesis profile, no time limit for an example; Ctrl-C; a cluster."""

import signal
import threading

from hypothesis import settings

from tests.opensearch.fixtures import cluster, engine_url  # noqa: F401 - for the contract, too

settings.register_profile("depeche", deadline=None)
settings.load_profile("depeche")

# A shell that runs the tests in the background has them, and what they start, ignore Ctrl-C.
if threading.current_thread() is threading.main_thread():
    signal.signal(signal.SIGINT, signal.default_int_handler)
