"""When does integration not pay? The value of each assumption at which siloed and integrated are worth the same.

For every assumption of scenarios/break_even.toml both worlds are run over its range on the same customers, and the value
is searched at which the paired difference of yearly profit is 0, with an interval. The first two assumptions are also
varied together, as a map of who wins. Unless other files are given, the two worlds are those of the small company.

Run it:  python scenarios/break_even.py            (10 pairs of 13 weeks at each value)
         python scenarios/break_even.py --quick    (4 pairs of 4 weeks at each value)
         python scenarios/break_even.py siloed integrated    (the large company, in three times the time)
         python scenarios/break_even.py --measure "order lead time"
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from sim.cli.given import SMALL_PAIR, two_small_files
from sim.cli.scripts import Order, Sizes, measure_flag, run_script

if TYPE_CHECKING:
    from sim.views.answers.answer import Answer

SIZES = Sizes(replications=10)


def study(order: Order) -> Answer:
    """Search every assumption of the file, then the map of the first two."""
    from sim.experiment import break_even
    from sim.views.answers.break_even import of_break_even

    a, b = order.scenarios(*SMALL_PAIR)
    measure, assumptions = order.measure(), order.assumptions("break_even").assumption
    first, second = order.first_two(assumptions)
    grid, width = (3, 3) if order.quick else (break_even.GRID, break_even.WIDTH_OF_MAP)
    found = [
        break_even.break_even(
            a, b, assumption, order.evaluate(assumption.name), replications=order.replications, measure=measure, grid=grid
        )
        for assumption in assumptions
    ]
    table = break_even.win_map(
        a,
        b,
        first,
        second,
        order.evaluate(f"{first.name} and {second.name}"),
        replications=order.replications,
        measure=measure,
        width=width,
    )
    return of_break_even(found, table, (first.name, second.name), a, b)


def flags(parser: argparse.ArgumentParser) -> None:
    """Scenario files, assumptions and a measure of one's own."""
    two_small_files(parser)
    measure_flag(parser)
    parser.add_argument("--box", metavar="FILE", help="a file of assumptions instead of scenarios/break_even.toml")


if __name__ == "__main__":
    raise SystemExit(run_script(__file__, __doc__, study, flags=flags, sizes=SIZES))
