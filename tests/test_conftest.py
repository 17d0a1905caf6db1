"""The guard around the tests themselves."""

from __future__ import annotations

import os
import socket

import pytest

from tests.conftest import OutsideError


def test_other_machines_are_out_of_reach() -> None:
    """A socket or a look-up that leaves this machine is refused before a packet is sent."""
    with socket.socket() as outside:
        with pytest.raises(OutsideError):
            outside.connect(("192.0.2.1", 80))
        with pytest.raises(OutsideError):
            outside.connect_ex(("192.0.2.1", 80))
    with pytest.raises(OutsideError):
        socket.getaddrinfo("www.example.org", 80)


def test_this_machine_is_in_reach() -> None:
    """A server on 127.0.0.1 can be asked."""
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as client:
        client.connect(server.getsockname())


def test_settings_of_the_person_who_runs_the_tests_do_not_count() -> None:
    """No OSIRIS_ variable but those of the tests is left in the environment."""
    left = [name for name in os.environ if name.startswith("OSIRIS_") and not name.startswith("OSIRIS_TEST_")]
    assert left == []
