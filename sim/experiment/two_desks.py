"""Two desks and ten cases: the engine at its smallest, measured like the whole company."""

from __future__ import annotations

from functools import partial

import pandas as pd

from sim.engine.calendar import ALWAYS
from sim.engine.handoff import Handoff, Manner, Manual, Shared
from sim.engine.journal import Journal
from sim.engine.kernel import Flow, Kernel
from sim.engine.platform import Platform
from sim.engine.streams import Streams
from sim.engine.team import Team
from sim.inputs.two_desks import TwoDesks
from sim.measures.lead_time import PARTS, parts_of
from sim.measures.run import Facts, Run, TeamFacts

WORLDS = ("siloed", "integrated")


class Desks:
    """Both desks in one world."""

    def __init__(self, model: TwoDesks, *, shared: bool) -> None:
        self.model = model
        self.env = Kernel()
        self.journal = Journal()
        platform = Platform(self.env, self.journal, "shared platform") if shared else None
        self.front = Team(self.env, self.journal, "front", 1, platform=platform)
        self.back = Team(self.env, self.journal, "back", 1, platform=platform)
        manner: Manner = Shared() if shared else Manual(0.0, model.rekey_hours, model.inbox_every_hours)
        self.handoff = Handoff(self.env, self.journal, Streams(0, 0), "front > back: case", self.front, self.back, manner)
        self.platform = platform
        for number, time in enumerate(model.arrivals):
            self.env.at(time, partial(self.begin, number))
        if platform is not None and model.outage_hours:
            self.env.at(model.outage_at, platform.fail)
            self.env.at(model.outage_at + model.outage_hours, platform.restore)

    def begin(self, number: int) -> None:
        """A case comes to the front desk."""
        self.env.start(self.case(number))

    def case(self, number: int) -> Flow:
        """Front desk, hand-off, back desk."""
        opened, code = self.env.now, self.journal.code
        yield self.front.work(number, self.model.front_hours, code("talk to the customer"))
        yield self.handoff.send(number)
        yield self.back.work(number, self.model.back_hours, code("settle the case"))
        self.journal.cases.add(number, code("case"), number, -1, -1, opened, self.env.now, code("done"), False, 0.0)

    def run(self) -> pd.DataFrame:
        """One row per case: case, opened_at, closed_at, lead and the seven parts (hours)."""
        self.env.run()
        systems = ((0.0, "shared platform"),) if self.platform is not None else ()
        teams = {name: TeamFacts(name, ALWAYS, systems, 0.0, 1) for name in ("front", "back")}
        facts = Facts(teams, self.env.now, 0.0, 0.0, 1.0, 0.0, 0.0, 1.0, 0.0, 1)
        run = Run(self.journal, facts)
        table = parts_of(run).assign(
            opened_at=run.cases["opened"], closed_at=run.cases["closed"], case=run.cases["number"] + 1
        )
        return table.sort_values("case")[["case", "opened_at", "closed_at", "lead", *PARTS]].reset_index(drop=True)


def both(model: TwoDesks) -> dict[str, pd.DataFrame]:
    """The ten cases in both worlds."""
    return {world: Desks(model, shared=world == "integrated").run() for world in WORLDS}


def text(model: TwoDesks) -> str:
    """Both worlds as a table of text, with their means."""
    lines = [f"{model.name}: {len(model.arrivals)} cases, two desks, hours after opening", ""]
    for world, table in both(model).items():
        mean = table.mean()
        lines.append(
            f"{world}: mean lead time {mean['lead']:.3f} h, of which worked on {mean['touch']:.3f} h, "
            f"waiting for information {mean['information']:.3f} h, queue {mean['queue']:.3f} h, "
            f"waiting for a system {mean['system']:.3f} h"
        )
        columns = ["case", "opened_at", "closed_at", "lead", "touch", "information", "queue", "system"]
        shown = table[columns].rename(columns={"case": "#", "opened_at": "opened", "closed_at": "closed"})
        lines += [shown.to_string(index=False, float_format=lambda number: f"{number:.2f}"), ""]
    return "\n".join(lines).rstrip()
