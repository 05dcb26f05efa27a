"""The fifteen statements as data, and the one function that puts them to the test."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tqdm import tqdm

from sim.experiment.store import Store
from sim.inputs.scenario import Scenario
from sim.verification.statements import company, flow, knowing, work
from sim.verification.statements.claims import Claim, Line
from sim.verification.statements.lab import Effort, Lab, opened


@dataclass(frozen=True, slots=True)
class Statement:
    """Something that nobody put into the program and that must come out of it."""

    number: int
    sentence: str
    test: Callable[[Lab], list[Claim]]


@dataclass(frozen=True, slots=True)
class StatementResult:
    """A statement and its evidence; it holds if every line does."""

    statement: Statement
    lines: tuple[Line, ...]

    @property
    def holds(self) -> bool:
        """Whether all that was expected has come out."""
        return bool(self.lines) and all(line.holds for line in self.lines)


STATEMENTS = (
    Statement(1, "Taking rekeying away helps a busy desk far more than a quiet one.", work.gain_depends_on_load),
    Statement(2, "A batch costs more than its own delay; a random delay costs exactly itself.", flow.batching_costs_more),
    Statement(3, "A shared platform pays until its repairs take too long, then it loses.", flow.platform_break_even),
    Statement(
        4,
        "One team of generalists beats five desks until they are too slow, sooner when busier.",
        work.generalists_break_even,
    ),
    Statement(5, "Two skills each are nearly as good as all skills.", work.two_skills),
    Statement(
        6,
        "Pooling unequal work, helping out and priorities take from some what they give to others.",
        work.pooling_unequal_work,
    ),
    Statement(7, "Work that needs two departments at once eats capacity.", work.collaboration_eats_capacity),
    Statement(
        8, "More updates can make information older, and faster reaction orders wilder.", knowing.more_updates_older
    ),
    Statement(
        9,
        "An old number can be worse than none, and sharing a number can be worth nothing.",
        knowing.stale_worse_than_none,
    ),
    Statement(10, "Chasing calls tip a backlog over; status by self-service prevents it.", knowing.chasing_tips),
    Statement(
        11, "A chatbot saves fewer agents than contacts, and can cost more than it saves.", knowing.chatbot_savings
    ),
    Statement(
        12, "Errors found late multiply, and a machine with wrong input multiplies them faster.", flow.late_detection
    ),
    Statement(
        13, "One platform and five have the same mean capacity; one has the worse bad weeks.", flow.tail_versus_mean
    ),
    Statement(14, "Remedies act on each other: what one is worth depends on the others.", company.interactions),
    Statement(15, "Somebody loses by integration.", company.somebody_loses),
)


def put_to_the_test(
    siloed: Scenario,
    effort: Effort,
    *,
    jobs: int = 1,
    store: Store | None = None,
    statements: Sequence[Statement] = STATEMENTS,
) -> list[StatementResult]:
    """Put statements to the test, in their order.

    Args:
        siloed: the company's world in which nothing is integrated.
        effort: how much is simulated.
        jobs: processes.
        store: finished runs of the company.
    """
    found = []
    with opened(siloed, effort, jobs=jobs, store=store) as lab:
        for statement in tqdm(statements, desc="statements", disable=None, leave=False):
            claims = statement.test(lab)
            found.append(StatementResult(statement, tuple(claim.judged(effort.precision) for claim in claims)))
    return found
