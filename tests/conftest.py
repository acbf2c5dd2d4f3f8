"""Fixtures and profiles for all tests.

Tests marked `external` use articles and annotations that lie outside the repository. Where those
are missing the tests are skipped, unless FRAMING_EXTERNAL=1 says that they must be there.
"""

from __future__ import annotations

import importlib.util
import ipaddress
import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import hypothesis
import pytest

import framing as fr

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
CACHE = Path(os.environ.get("FRAMING_CACHE", ROOT / ".framing-cache"))
MUST_BE_THERE = os.environ.get("FRAMING_EXTERNAL") == "1"
EXTERNAL_FIXTURES = {"news2017", "news2017_folder", "shared"}

# Wall time says nothing about correctness on a busy machine, hence no deadline.
hypothesis.settings.register_profile("dev", deadline=None, max_examples=50)
hypothesis.settings.register_profile("ci", deadline=None, max_examples=40, derandomize=True)
hypothesis.settings.register_profile("fuzz", deadline=None, max_examples=20_000)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if EXTERNAL_FIXTURES.intersection(getattr(item, "fixturenames", ())):
            item.add_marker("external")


@pytest.fixture(autouse=True)
def no_network(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse connections to other machines, except in tests on external material."""
    if request.node.get_closest_marker("external"):
        return
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex
    look_up = socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        refuse_unless_local(address)
        return connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        refuse_unless_local(address)
        return connect_ex(self, address)

    def guarded_look_up(host: Any, *args: Any, **keywords: Any) -> Any:
        refuse_unless_local((host,))
        return look_up(host, *args, **keywords)

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_look_up)


def refuse_unless_local(address: Any) -> None:
    """Raise unless `address` is a Unix socket or on the loopback interface."""
    if not isinstance(address, tuple):
        return
    host = address[0].decode() if isinstance(address[0], bytes) else address[0]
    if host in (None, "", "localhost"):
        return
    try:
        local = ipaddress.ip_address(host).is_loopback
    except ValueError:
        local = False
    if not local:
        raise RuntimeError(f"A test tried to reach {host}; nothing may be fetched unless asked.")


@pytest.fixture(scope="session")
def example() -> fr.Corpus:
    """The example corpus."""
    return fr.example()


@pytest.fixture(scope="session")
def study() -> fr.Study:
    """The example corpus's study."""
    return fr.load_study(ROOT / "corpus" / "example")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of articles and annotations beside the checkout."""
    reason = "There is no folder `shared` beside the checkout."
    if not SHARED.is_dir():
        pytest.fail(reason) if MUST_BE_THERE else pytest.skip(reason)
    return SHARED


@pytest.fixture(scope="session")
def news2017_folder() -> Path:
    """The folder that `framing corpus get news2017` fills, fetched once into the cache."""
    folder = CACHE / "news2017"
    if not MUST_BE_THERE and not folder.is_dir():
        pytest.skip(f"news2017 is not in {CACHE}; set FRAMING_EXTERNAL=1 to fetch it.")
    from framing.corpora import get

    return get("news2017", folder)


@pytest.fixture(scope="session")
def news2017(news2017_folder: Path) -> fr.Corpus:
    """3,824 real articles of nine outlets."""
    return fr.read_corpus(news2017_folder)


@pytest.fixture(scope="session")
def calibration() -> Iterator[ModuleType]:
    """benchmarks/calibration.py, whose simulations have a short form in the tests."""
    yield from _benchmark("calibration")


@pytest.fixture(scope="session")
def calibration_claims(calibration: ModuleType) -> Iterator[ModuleType]:
    """benchmarks/calibration_claims.py, which draws its corpora as `calibration` does."""
    yield from _benchmark("calibration_claims")


def _benchmark(name: str) -> Iterator[ModuleType]:
    spec = importlib.util.spec_from_file_location(name, ROOT / "benchmarks" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[name]
