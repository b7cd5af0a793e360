"""What all tests share: a web server, and Hypothesis that judges by what comes out, not by time."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests.unit.feeds.feed_server import FeedServer, serving

settings.register_profile(
    "eventpal", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("eventpal")


@pytest.fixture
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever proxy this computer goes through, tests don't."""
    for name in list(os.environ):
        if name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)


@pytest.fixture
def server(no_proxy: None) -> Iterator[FeedServer]:
    """A web server on this computer."""
    with serving() as running:
        yield running
