"""One case's story in both worlds, as text: every interval in order, what was decided, and where its time went.

The intervals are those that the lead-time split adds up (`sim/measures/steps.py`), so the story and the split agree.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.inputs.seen import columns
from sim.measures.catalogue import case_table
from sim.measures.customers import ORDERS, TICKETS
from sim.measures.lead_time import PARTS, parts_of
from sim.measures.steps import case_row, money_of, steps_of
from sim.views.journey.names import NoSuchCase, matching, unique_names
from sim.views.journey.typical import Typical, typical_case
from sim.views.journey.words import Told, duration, in_one_unit, sentence_of, when
from sim.views.style import look

if TYPE_CHECKING:
    from sim.inputs.scenario import Scenario
    from sim.measures.run import Run

WIDTH = 100
STAMP = 18
MOST_LISTED, MOST_CHILDREN = 20, 12


@dataclass(frozen=True)
class Journey:
    """What there is to tell of a case: the text, both worlds, and its key, unless several cases answer to the name."""

    text: str
    name: str
    case: int | None
    worlds: tuple[Told, ...]
    replication: int


def journey_of(case: str | None, runs: Sequence[tuple[Scenario, Run]], replication: int = 0) -> Journey:
    """Follow one case through the runs of both worlds.

    Args:
        case: its name, as in tables/twins.csv: "order 12", "order-12", "order 12/invoice 1"; None finds a typical order.
        runs: both worlds with their finished runs (``sim.experiment.runs.run_both``).
        replication: which run that was.

    Returns:
        The journey; where several cases answer to the name, its text lists them.

    Raises:
        NoSuchCase: when neither world has such a case (the message names the nearest), or there is no order to find.
    """
    worlds = tuple(Told(scenario, run) for scenario, run in runs)
    names, why = unique_names(worlds), ""
    if case is None:
        typical = _typical(worlds)
        case, why = typical.name, f"{typical_words(typical)}\n\n"
    keys = matching(case, names)
    if len(keys) > 1:
        return Journey(_several(case, keys, names, worlds), case, None, worlds, replication)
    name = str(names.set_index("case")["name"][keys[0]])
    return Journey(why + tell(keys[0], names, worlds, replication), name, keys[0], worlds, replication)


def _typical(worlds: Sequence[Told]) -> Typical:
    first, second = (case_table(told.run) for told in worlds)
    typical = typical_case(first, second, worlds[0].run.facts.warm_up)
    if typical is None:
        raise NoSuchCase(["No order was delivered in both worlds; name a case."])
    return typical


def typical_words(typical: Typical) -> str:
    """Why this order is told of."""
    saved, middle = in_one_unit([typical.saved, typical.middle])
    return "\n".join(
        _line(
            "",
            f"A typical order: it saves {saved}, the median of {typical.orders:,} orders delivered in both worlds is "
            f"{middle}, and its wait for information can be seen.",
        )
    ).strip()


def _several(name: str, keys: Sequence[int], names: pd.DataFrame, worlds: Sequence[Told]) -> str:
    table = names.set_index("case")
    lines = [f"{len(keys):,} cases answer to {name!r}; name one of them:"]
    for key in keys[:MOST_LISTED]:
        ends = [f"{case_row(told.run, key)['status']} in {told.scenario.name}" for told in worlds if key in told.names]
        lines.append(f"  {table['name'][key]:30} opened {when(float(table['opened'][key]))}; {', '.join(ends)}")
    if len(keys) > MOST_LISTED:
        lines.append(f"  ... and {len(keys) - MOST_LISTED:,} more")
    return "\n".join(lines)


def tell(case: int, names: pd.DataFrame, worlds: Sequence[Told], replication: int) -> str:
    """The whole story of one case."""
    name = str(names.set_index("case")["name"][case])
    seed = worlds[0].scenario.seed
    blocks = [f"{name}\nOne run, replication {replication}, seed {seed}: a single case, not an average."]
    blocks += ["\n".join(_world(told, case)) for told in worlds]
    blocks.append("\n".join(_splits(worlds, case)))
    return "\n\n".join(blocks)


def _world(told: Told, case: int) -> Iterator[str]:
    world = told.scenario.name
    if case not in told.names:
        yield f"In {world} there is no such case: nothing there gave rise to it."
        return
    row = case_row(told.run, case)
    yield f"In {world}"
    yield from _line("", f"Opened {when(row['opened'], full=True)}{_about(told, row)}.")
    for step in steps_of(told.run, case):
        yield from _line(when(step.start), sentence_of(told, step))
    lead = row["closed"] - row["opened"]
    if row["finished"]:
        yield from _line(
            "", f"Ended {when(row['closed'], full=True)}: {row['status']}, {duration(lead)} after it was opened."
        )
    else:
        yield from _line("", f"Still open when the run ended, {duration(lead)} after it was opened.")
    amounts = [f"{account} {amount:+,.2f}" for account, amount in money_of(told.run, case)]
    if amounts:
        yield from _line("", f"Booked on it, {told.model.currency}: {', '.join(amounts)}.")
    yield from _children(told, case)


def _line(mark: str, words: str) -> list[str]:
    return textwrap.wrap(
        words,
        columns(WIDTH),
        initial_indent=f"  {mark:{STAMP}}" if mark else "  ",
        subsequent_indent=" " * (STAMP + 2) if mark else "    ",
        break_on_hyphens=False,
    )


def _about(told: Told, row: dict[str, Any]) -> str:
    """Who, how much, and whether something had gone wrong."""
    said, customers, number = "", told.model.customers, int(row["customer"])
    if number >= 0:
        kind = (
            "a consumer"
            if number < customers.consumers
            else "a business"
            if number < customers.consumers + customers.businesses
            else "a new customer"
        )
        said += (
            f" by customer {number} ({kind})"
            if row["kind"] in (*ORDERS, *TICKETS)
            else f" for customer {number} ({kind})"
        )
    if row["kind"] in ORDERS or row["kind"] == "invoice":
        said += f", worth {row['value']:,.0f} {told.model.currency}"
    if row["parent"] != -1:
        said += f", because of {told.names.get(int(row['parent']), 'a case that is not recorded')}"
    return said + (", because something had gone wrong" if row["failure"] else "")


def _children(told: Told, case: int) -> Iterator[str]:
    cases = told.run.cases
    children = cases[cases["parent"] == case].sort_values(["opened", "case"])
    if not len(children):
        return
    yield "  What followed from it:"
    for child in children.head(MOST_CHILDREN).to_dict("records"):
        name = told.names[child["case"]].rpartition("/")[2]
        end = f"{child['status']} after {duration(child['lead'])}" if child["finished"] else "still open at the end"
        yield from _line("", f"  {name}: opened {when(child['opened'])}, {end}")
    if len(children) > MOST_CHILDREN:
        yield f"    ... and {len(children) - MOST_CHILDREN} more"


def _splits(worlds: Sequence[Told], case: int) -> Iterator[str]:
    """The seven parts of both worlds side by side, and their sums."""
    columns: list[dict[str, float] | None] = []
    for told in worlds:
        parts = parts_of(told.run)
        own = parts[parts["case"] == case]
        columns.append({part: float(own[part].iloc[0]) for part in PARTS} if len(own) else None)
    heads = [told.scenario.name[:24] for told in worlds]
    wide = [max(12, len(head)) for head in heads]
    yield "Where the time went, hours" + "".join(
        f"{head:>{size + 2}}" for head, size in zip(heads, [wide[0] + 6, wide[1]], strict=True)
    )
    for part in (*look.PARTS, None):
        label = look.PARTS[part][0] if part else "lead time (the sum)"
        cells = [("-" if hours is None else f"{hours[part] if part else sum(hours.values()):,.2f}") for hours in columns]
        yield f"  {label:30}" + "".join(f"{cell:>{size + 2}}" for cell, size in zip(cells, wide, strict=True))
