import threading

import pytest

from index import deadline


def test_without_a_limit_there_is_time_for_everything():
    deadline.check()


def ask_for_ever():
    while True:
        deadline.check()


def test_the_limit_that_ends_first_holds_and_ends_with_its_block():
    given_up = pytest.raises(deadline.TookTooLong, match=" 0 s ")
    with deadline.within(1000), deadline.within(0), deadline.within(500), given_up:
        ask_for_ever()
    deadline.check()


def test_a_limit_is_of_its_own_thread_only():
    told = []

    def other():
        deadline.check()
        told.append("there is time")

    with deadline.within(-1):
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    assert told == ["there is time"]
