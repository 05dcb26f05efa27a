"""Levers that move outcomes by decree say so, and no others do."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest

from sim.levers.catalogue import CATALOGUE
from sim.levers.lever import DIRECT, Lever
from sim.levers.primitives import Contact, Link, Practice, Prediction
from sim.views.text.levers import levers_text
from tests.company.worlds import company_model

BY_NAME = {lever.name: lever for lever in CATALOGUE}


def test_what_counts_as_direct_are_primitives() -> None:
    """Every name of the list is a field of a group of primitives (a misspelt one would guard nothing)."""
    groups = {"link": Link, "practice": Practice, "contact": Contact, "prediction": Prediction}
    known = {f"{group}.{field.name}" for group, kind in groups.items() for field in fields(kind)}
    assert known >= DIRECT
    assert set().union(*(lever.touches for lever in CATALOGUE)) >= DIRECT, "one that nothing touches need not be listed"


@pytest.mark.parametrize("lever", CATALOGUE, ids=lambda lever: lever.name)
def test_whoever_touches_an_outcome_says_so_and_whoever_says_so_does(lever: Lever) -> None:
    assert bool(lever.touches & DIRECT) == bool(lever.moves_directly)


def test_which_levers_move_what_directly() -> None:
    """The four of MODEL: pace, assistance, personalisation and remote work, and nothing besides."""
    assert {lever.name for lever in CATALOGUE if lever.moves_directly} == {
        "cultural_differences",
        "chatbot",
        "personalisation",
        "remote_work",
    }
    assert len(BY_NAME["remote_work"].moves_directly) == 3, "touch times, absence, turnover"


def test_every_direct_move_names_its_source() -> None:
    for lever in CATALOGUE:
        for move in lever.moves_directly:
            assert re.search(r"\(.*(facts \d|assumption).*\)", move), move


def test_the_list_of_levers_prints_what_they_move_directly() -> None:
    """A row "moves directly" under each lever that has any, with all its words, and under no other."""
    text = levers_text(company_model())
    starts = {lever.name: text.index(f"{lever.name}: ") for lever in CATALOGUE}
    ends = sorted([*starts.values(), len(text)])
    for lever in CATALOGUE:
        own = text[starts[lever.name] : ends[ends.index(starts[lever.name]) + 1]]
        assert ("moves directly" in own) == bool(lever.moves_directly)
        assert all(move in " ".join(own.split()) for move in lever.moves_directly)
