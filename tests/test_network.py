"""The guard of conftest.py: tests that are not about external material reach no other machine."""

from __future__ import annotations

import socket
import urllib.request

import pytest


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1", "example.invalid"])
def test_other_machines_are_refused(host: str) -> None:
    with pytest.raises(RuntimeError, match="nothing may be fetched"):
        socket.create_connection((host, 80), timeout=1)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as client, pytest.raises(RuntimeError, match="nothing may be"):
        client.connect_ex((host, 80))


def test_a_download_is_refused() -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with pytest.raises(RuntimeError, match=r"example\.invalid"):
        opener.open("http://example.invalid/")


def test_this_machine_may_talk_to_itself() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname(), timeout=5) as client,
    ):
        client.sendall(b"heard")
        other, _ = server.accept()
        with other:
            assert other.recv(5) == b"heard"
