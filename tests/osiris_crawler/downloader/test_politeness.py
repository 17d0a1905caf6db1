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


class Guest(Politeness):
    """Manners whose clock a test moves."""

    def __init__(self, delay: float, *, loopback: bool = False, **more: float) -> None:
        self.time = 100.0
        jitter, concurrency = more.pop("jitter", 0.0), int(more.pop("concurrency", 1))
        super().__init__(
            loopback=loopback,
            delay=delay,
            jitter=jitter,
            concurrency=concurrency,
            clock=lambda: self.time,
            **more,
        )

    def ask(self, seconds: float = 0.0) -> None:
        """Ask, and get an answer after some seconds."""
        self.note_asked()
        self.time += seconds
        self.note_answer(seconds)


def test_on_loopback_delay_and_concurrency_hold_as_given() -> None:
    """Tests and benchmarks on this machine are not slowed down."""
    manners = Guest(0.0, loopback=True, concurrency=4)
    manners.obey_crawl_delay(5.0)
    manners.ask(3)
    assert (manners.waiting, manners.concurrency) == (0.0, 4)


def test_elsewhere_there_is_one_connection_and_the_delay_is_never_undercut() -> None:
    """Jitter only adds: the shortest pause is ours, the longest 20 % more, and no two are alike."""
    manners = Guest(10.0, jitter=0.2, concurrency=4)
    assert manners.concurrency == 1
    pauses = []
    for _ in range(200):
        manners.ask()
        pauses.append(manners.waiting)
    assert 10.0 <= min(pauses) < 10.2
    assert 11.8 < max(pauses) <= 12.0
    assert len(set(pauses)) > 150


def test_the_pause_begins_with_the_answer() -> None:
    """A request may reach the server late; the next one is counted from what came back."""
    manners = Guest(2.0)
    assert manners.waiting == 0
    manners.ask(seconds=5)
    assert manners.waiting == 2.0
    manners.time += 2.0
    assert manners.waiting == 0


def test_slow_answers_make_longer_pauses_up_to_a_minute() -> None:
    """A tired server gets twice the time it takes; when it is well again the pauses shrink slowly."""
    manners = Guest(1.0, slowness=2.0)
    for _ in range(30):
        manners.ask(seconds=8)
    assert manners.pause == pytest.approx(16, abs=0.1)
    manners.ask(seconds=0.05)
    assert 13 < manners.pause < 16
    for _ in range(30):
        manners.ask(seconds=60)
    assert manners.pause == 60


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
