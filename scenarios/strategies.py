"""Which strategy earned the gap? Every combination of the strategies between siloed and integrated.

Sixteen settings of four strategies are run on the same customers. Each strategy gets its Shapley share of the gap, with
an interval, for profit and for the four promised benefits; beside it stands what the strategy does alone, and what
strategies do only together.

Run it:  python scenarios/strategies.py            (16 settings x 20 replications of 13 weeks)
         python scenarios/strategies.py --quick    (16 settings x 4 replications of 4 weeks)
         python scenarios/strategies.py small_siloed small_integrated    (or any two scenarios, up to 8 levers apart)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.cli.given import two_files
from sim.cli.scripts import Order, run_script

if TYPE_CHECKING:
    from sim.views.answers.answer import Answer


def study(order: Order) -> Answer:
    """Run the cube and divide the gap."""
    from sim.experiment.attribution import attribute
    from sim.views.answers.attribution import of_attribution

    a, b = order.scenarios("siloed", "integrated")
    found = attribute(a, b, order.evaluate("strategies"), replications=order.replications)
    return of_attribution(found, a, b)


if __name__ == "__main__":
    raise SystemExit(run_script(__file__, __doc__, study, flags=two_files))
