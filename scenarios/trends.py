"""Does a trend need integration to pay? Each of eight trends on top of siloed and on top of integrated.

Assistants, bots, personal offers, predictions, dashboards, remote work, all channels in one, all about a customer on one
screen: each is switched on alone, and off where all are on, in both companies and on the same customers. The answer says
what each does to profit, times, decisions and satisfaction, what it costs, and what it makes worse. Unless other files
are given, both are worlds of the small company.

Run it:  python scenarios/trends.py            (36 settings x 20 replications of 13 weeks)
         python scenarios/trends.py --quick    (36 settings x 4 replications of 4 weeks)
         python scenarios/trends.py siloed integrated    (the large company; or any two, whose trends are switched off)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.cli.given import SMALL_PAIR, two_small_files
from sim.cli.scripts import Order, run_script

if TYPE_CHECKING:
    from sim.views.answers.answer import Answer


def study(order: Order) -> Answer:
    """Every trend alone and with all others, in both companies."""
    from sim.experiment.one_at_a_time import at_level, contrasts_of, one_at_a_time
    from sim.inputs.levers_model import TRENDS
    from sim.views.answers.trends import of_trends

    a, b = (at_level(scenario, TRENDS, 0.0, scenario.name) for scenario in order.scenarios(*SMALL_PAIR))
    contrasts = [
        contrast
        for ground in (a, b)
        for contrast in contrasts_of(ground, at_level(ground, TRENDS, 1.0, f"{ground.name} with all trends"))
    ]
    return of_trends(one_at_a_time(contrasts, order.evaluate("trends"), replications=order.replications), a, b)


if __name__ == "__main__":
    raise SystemExit(run_script(__file__, __doc__, study, flags=two_small_files))
