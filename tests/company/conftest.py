"""Tickets of which it is certain what they take."""

from __future__ import annotations

import pytest

from sim.company.topics import TOPICS, Topic


@pytest.fixture
def certain_topics(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every technical ticket needs a look-up at IT and then IT; a question needs nothing more."""
    monkeypatch.setitem(TOPICS, "technical", Topic("it", 1.0, 1.0))
    monkeypatch.setitem(TOPICS, "question", Topic("sales", 0.0, 0.0))
