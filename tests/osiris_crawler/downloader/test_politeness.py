"""How a guest behaves."""

from __future__ import annotations

import pytest

from osiris_crawler.downloader.politeness import Politeness, is_loopback, is_private_site


@pytest.mark.parametrize(
    ("url", "loopback", "private"),
    [
        ("http://127.0.0.1:8099/", True, True),
        ("http://localhost/", True, True),
        ("http://[::1]:80/", True, True),
        ("http://192.168.1.4/", False, True),
        ("http://169.254.169.254/", False, True),
        ("https://www.osiris.sn/", False, False),
        ("http://127.0.0.1.example.org/", False, False),
        ("http://8.8.8.8/", False, False),
    ],
)
def test_addresses_of_this_machine_and_of_local_networks(url: str, *, loopback: bool, private: bool) -> None:
    """Only real loopback addresses and localhost count as this machine."""
    assert (is_loopback(url), is_private_site(url)) == (loopback, private)


def test_elsewhere_the_larger_of_delay_and_crawl_delay_holds() -> None:
    """Crawl-delay can only make us slower."""
    manners = Politeness(loopback=False, delay=2.0, jitter=0.2)
    manners.obey_crawl_delay(1.0)
    assert manners.delay == 2.0
    manners.obey_crawl_delay(5.0)
    assert manners.delay == 5.0


def test_on_loopback_delay_and_concurrency_hold_as_given() -> None:
    """Tests and benchmarks on this machine are not slowed down."""
    manners = Politeness(loopback=True, delay=0.0, jitter=0.2, concurrency=4)
    manners.obey_crawl_delay(5.0)
    assert manners.slot == {"concurrency": 4, "delay": 0.0, "jitter": 0.0}


def test_elsewhere_there_is_one_connection_and_the_delay_is_never_undercut() -> None:
    """Jitter only adds: the slot's shortest delay is ours, its longest 20 % more."""
    slot = Politeness(loopback=False, delay=10.0, jitter=0.2, concurrency=4).slot
    assert slot["concurrency"] == 1
    assert slot["delay"] * (1 - slot["jitter"]) == pytest.approx(10.0)
    assert slot["delay"] * (1 + slot["jitter"]) == pytest.approx(12.0)


def test_the_site_rests_for_the_longest_time_asked_for() -> None:
    """A shorter Retry-After does not cut a longer one."""
    now = [100.0]
    manners = Politeness(loopback=True, delay=0.0, jitter=0.0, clock=lambda: now[0])
    manners.rest(30)
    manners.rest(5)
    now[0] += 10
    assert manners.resting == 20
    now[0] += 30
    assert manners.resting == 0
