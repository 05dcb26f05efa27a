"""Tickets of which it is certain what they take."""

from __future__ import annotations

import pytest

from tests.company.worlds import STILL


@pytest.fixture
def certain_topics(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every technical ticket needs a look-up at IT and then IT; a question needs nothing more."""
    monkeypatch.setitem(
        STILL,
        "topics",
        {"technical": {"look_up": 1.0, "expert": 1.0}, "question": {"look_up": 0.0, "expert": 0.0}},
    )
