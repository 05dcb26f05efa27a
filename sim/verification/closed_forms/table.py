"""All cases, and the one function that sets what they simulate beside their formulas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tqdm import tqdm

from sim.experiment.executors import workers
from sim.verification.closed_forms import flows, knowing, parts, queues
from sim.verification.closed_forms.case import Case, Quantity
from sim.verification.judgement import MOST_Z, Agreement, judge

CASES: tuple[Case, ...] = queues.CASES + parts.CASES + flows.CASES + knowing.CASES


@dataclass(frozen=True, slots=True)
class Row:
    """A quantity of a case with what was simulated; it holds if |z| < 4 and it is known to ``precision``."""

    case: Case
    quantity: Quantity
    found: Agreement
    precision: float

    @property
    def id(self) -> str:
        """Case and value, as in `Q1 wait`."""
        return f"{self.case.id} {self.quantity.value}"

    @property
    def holds(self) -> bool:
        """Whether the simulated mean agrees with the formula, and is known well enough to say so."""
        return abs(self.found.z) < MOST_Z and self.found.half_width <= self.precision


def simulate(length: float, precision: float, *, jobs: int = 1, cases: Sequence[Case] = CASES) -> list[Row]:
    """Simulate cases and judge every quantity, in the order of the table.

    Args:
        length: share of the full lengths.
        precision: largest 95 % half-width, relative to the exact value.
        jobs: processes.
    """
    rows: list[Row] = []
    with workers(jobs) as executor, tqdm(total=len(cases), desc="closed forms", disable=None, leave=False) as bar:
        under_way = [(case, case.begin(executor, length)) for case in cases]
        for case, futures in under_way:
            results = [future.result() for future in futures]
            controls = [result.controls for result in results] if case.controlled else []
            for quantity in case.quantities:
                values = [result.values[quantity.value] for result in results]
                rows.append(Row(case, quantity, judge(quantity.exact(), values, controls), precision))
            bar.update()
    return rows
