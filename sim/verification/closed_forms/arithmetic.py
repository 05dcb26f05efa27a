"""Closed forms that are arithmetic: nothing to simulate, so each is worked out a second time in another way."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

import numpy as np

from sim.verification import formulas
from sim.verification.break_evens import chatbot_load
from sim.verification.closed_forms.knowing import CONTACTS, LONGER, MIX, TAKEN

CLOSE = 1e-6
"""Largest relative difference between the formula and the second way."""


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """One row: what it is, its unit, the formula, and the second way to the same number."""

    id: str
    name: str
    unit: str
    exact: Callable[[], float]
    again: Callable[[], float]

    @property
    def holds(self) -> bool:
        """Whether both ways give the same."""
        return math.isclose(self.exact(), self.again(), rel_tol=CLOSE)


def _systems(up: float, number: int, wanted: int) -> float:
    """Probability that so many of some systems are up, summed over all states they can be in."""
    states = product((True, False), repeat=number)
    return sum(math.prod(up if one else 1.0 - up for one in state) for state in states if sum(state) == wanted)


def _team_wait(contacts: float, minutes: float, agents: int) -> float:
    """Mean wait in seconds by the states of a team (birth and death), without Erlang's formula."""
    inside = np.arange(2_000)
    weights = np.cumprod(np.append(1.0, contacts * minutes / 60.0 / np.minimum(inside[1:], agents)))
    waiting = np.maximum(inside - agents, 0)
    return float(weights @ waiting / weights.sum()) / contacts * 3600.0


def _fewest(contacts: float, minutes: float) -> float:
    agents = math.floor(contacts * minutes / 60.0) + 1
    while _team_wait(contacts, minutes, agents) > 50.0:
        agents += 1
    return float(agents)


def _by_hand(taken: float) -> tuple[int, float]:
    """Contacts out of a thousand that reach people behind a chatbot, and their minutes, one by one."""
    minutes = [MIX[1] if contact < 600 else MIX[2] for contact in range(1_000) if contact >= 600 * taken]
    return len(minutes), sum(minutes)


def _repair_by_roots() -> float:
    """The hours at which (f + r)^2 + mu f = W (f + r)(r (mu - lambda) - f lambda), a quadratic equation in r."""
    failing, arrivals, limit = 1.0 / 200.0, 0.8, 9.0
    spare = 1.0 - arrivals
    left = np.array([1.0, 2.0 * failing, failing**2 + failing])
    right = limit * np.array([spare, failing * spare - failing * arrivals, -(failing**2) * arrivals])
    return 1.0 / float(max(np.roots(left - right).real))


def _slowdown_by_states() -> float:
    """How much slower five generalists may be, from the states of a team with every guess."""
    return formulas.bisect(
        lambda slower: _team_wait(4.0, 60.0 / (1.0 - slower), 5) / 3600.0 + 1.0 / (1.0 - slower) - 5.0, 0.0, 0.19
    )


def _balance(**bot: float) -> float:
    return chatbot_load(CONTACTS, MIX, TAKEN, **bot) - chatbot_load(CONTACTS, MIX, 0.0)


def _tipping(load: float) -> float:
    """The backlog at which cases and their calls just fill the desk."""
    return formulas.bisect(lambda backlog: load + backlog * 0.02 * 0.25 - 1.0, 0.0, 1_000.0)


ROWS = (
    Arithmetic(
        "P2b",
        "five generalists may be slower by, 80 % busy",
        "%",
        lambda: formulas.tolerable_slowdown(0.8, 5),
        _slowdown_by_states,
    ),
    Arithmetic(
        "R3a",
        "right after five steps, 90 % each",
        "%",
        lambda: formulas.rolled_quality([0.9] * 5),
        lambda: _systems(0.9, 5, 5),
    ),
    Arithmetic(
        "R3b",
        "20 fields right after four rekeyings, 99.5 % each",
        "%",
        lambda: formulas.rolled_quality([0.995] * (20 * 4)),
        lambda: math.exp(20.0 * 4.0 * math.log1p(-0.005)),
    ),
    Arithmetic(
        "R6c",
        "five systems, all up, 98 % each",
        "%",
        lambda: formulas.topology(0.98, 5)["all_up_separate"],
        lambda: _systems(0.98, 5, 5),
    ),
    Arithmetic(
        "R6d",
        "five systems, all down at once",
        "1e-9",
        lambda: 1e9 * formulas.topology(0.98, 5)["all_down_separate"],
        lambda: 1e9 * _systems(0.98, 5, 0),
    ),
    Arithmetic(
        "R7b",
        "a shared platform loses when repairs take longer than",
        "h",
        lambda: formulas.break_even_outage(0.8, 1.0, 200.0, 4.0),
        _repair_by_roots,
    ),
    Arithmetic(
        "I1d",
        "updates an hour at which what is known is freshest",
        "",
        formulas.freshest_load,
        lambda: float(
            max(root.real for root in np.roots([1.0, -2.0, 1.0, -2.0, 1.0]) if abs(root.imag) < 1e-9 and root < 1)
        ),
    ),
    Arithmetic(
        "I15b",
        "backlog that tips, 60 % busy",
        "",
        lambda: formulas.tipping_backlog(0.6, 0.02, 0.25),
        lambda: _tipping(0.6),
    ),
    Arithmetic(
        "I15c",
        "backlog that tips, 80 % busy",
        "",
        lambda: formulas.tipping_backlog(0.8, 0.02, 0.25),
        lambda: _tipping(0.8),
    ),
    Arithmetic(
        "I16e",
        "minutes a contact behind a chatbot",
        "min",
        lambda: formulas.chatbot(*MIX, TAKEN)["after"],
        lambda: _by_hand(TAKEN)[1] / _by_hand(TAKEN)[0],
    ),
    Arithmetic(
        "I16f",
        "contacts left behind a chatbot",
        "%",
        lambda: formulas.chatbot(*MIX, TAKEN)["volume"],
        lambda: _by_hand(TAKEN)[0] / _by_hand(0.0)[0],
    ),
    Arithmetic(
        "I16g",
        "work left behind a chatbot",
        "%",
        lambda: formulas.chatbot(*MIX, TAKEN)["load"],
        lambda: _by_hand(TAKEN)[1] / _by_hand(0.0)[1],
    ),
    Arithmetic(
        "I16h",
        "agents without a chatbot",
        "",
        lambda: formulas.agents_for(CONTACTS, formulas.chatbot(*MIX, 0.0)["before"], 50.0),
        lambda: _fewest(CONTACTS, _by_hand(0.0)[1] / 1_000.0),
    ),
    Arithmetic(
        "I16i",
        "agents with a chatbot, answering as fast",
        "",
        lambda: formulas.agents_for(52.0, formulas.chatbot(*MIX, TAKEN)["after"], 50.0),
        lambda: _fewest(52.0, _by_hand(TAKEN)[1] / _by_hand(TAKEN)[0]),
    ),
    Arithmetic(
        "I17a",
        "a chatbot must settle, or it adds work",
        "%",
        lambda: formulas.chatbot_success(LONGER),
        lambda: formulas.bisect(lambda success: -_balance(success=success, longer=LONGER), 0.0, 1.0),
    ),
    Arithmetic(
        "I17b",
        "more contacts that use up a chatbot's gain",
        "%",
        lambda: formulas.chatbot_induced(formulas.chatbot(*MIX, TAKEN)["load"]),
        lambda: formulas.bisect(lambda induced: _balance(induced=induced), 0.0, 1.0),
    ),
)
