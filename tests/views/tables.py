"""Made-up tables with the columns the charts take: enough rows to crowd every chart. The numbers mean nothing."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.experiment.statistics import holm_confidence, paired_interval
from sim.views.charts.findings import Worlds
from sim.views.style import look

WORLDS: Worlds = ("siloed", "integrated")

MEASURES: tuple[tuple[str, str, str, str, float, float, float], ...] = (
    ("lead_time", "Median lead time", "h", "lower", 23.6, 6.1, 0.06),
    ("lead_time_90", "90th percentile lead time", "h", "lower", 61.0, 34.0, 0.10),
    ("staleness", "Age of information at use", "h", "lower", 9.3, 0.8, 0.09),
    ("information", "Share of lead time waiting for information", "%", "lower", 41.0, 12.0, 0.07),
    ("wrong", "Wrong decisions", "%", "lower", 7.4, 3.9, 0.15),
    ("in_full", "On time, in full", "%", "higher", 71.0, 88.0, 0.03),
    ("resolved", "Resolved at first contact", "%", "higher", 64.0, 64.4, 0.03),
    ("utilisation", "Utilisation of IT", "%", "lower", 61.0, 79.0, 0.05),
    ("outage", "Hours lost to the platform", "h", "lower", 12.0, 41.0, 0.25),
    ("profit", "Yearly profit", "EUR", "higher", 1_240_000, 1_310_000, 0.09),
    ("fines", "Fines", "EUR", "lower", 0.0, 1200.0, 0.3),
)

DEPARTMENTS = pd.DataFrame(
    [
        ("sales", "front", "Sales"),
        ("support", "front", "Support"),
        ("marketing", "front", "Marketing"),
        ("crm", "front", "CRM"),
        ("finance", "back", "Finance"),
        ("logistics", "back", "Logistics"),
        ("it", "back", "IT"),
        ("hr", "back", "HR"),
        ("legal", "back", "Legal"),
    ],
    columns=["department", "office", "label"],
)

TARGETS = {
    "marketing": ("sales", "logistics"),
    "sales": ("finance", "legal", "logistics", "crm"),
    "support": ("finance", "logistics", "it", "legal", "sales"),
    "crm": ("sales", "support", "marketing"),
    "finance": ("sales", "support", "logistics"),
    "logistics": ("finance", "support", "crm"),
    "it": ("support", "sales", "finance", "hr"),
    "hr": ("it", "finance", "legal"),
    "legal": ("sales", "support", "finance"),
}

ROUTES = [(source, target) for source, targets in TARGETS.items() for target in targets]

PART_SHARES = {
    "siloed": (1.5, 2.4, 8.1, 9.3, 0.25, 5.2, 2.1),
    "integrated": (1.3, 1.9, 1.4, 0.35, 0.6, 1.1, 0.06),
}


def plain(text: str) -> str:
    """A text with ordinary spaces for those that do not break."""
    return text.replace("\u00a0", " ")


def comparison_and_pairs(
    replications: int = 20, swapped: bool = False, same: bool = False
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Chart 1; `swapped` exchanges the worlds' values, `same` makes both worlds alike."""
    rng = np.random.default_rng(7)
    rows, pairs = [], []
    for measure, label, unit, better, low, high, noise in MEASURES:
        common = rng.normal(0, noise, replications)
        a = low * (1 + common + rng.normal(0, noise / 2, replications))
        b = a.copy() if same else high * (1 + common + rng.normal(0, noise / 2, replications))
        a, b = (b, a) if swapped else (a, b)
        gap = paired_interval(b, a)
        rows.append((measure, label, unit, better, a.mean(), b.mean(), gap.estimate, gap.lower, gap.upper, gap.p_value))
        pairs += [(measure, r, a[r], b[r]) for r in range(replications)]
    columns = ["measure", "label", "unit", "better", "a", "b", "difference", "lower", "upper", "p_holm"]
    table = pd.DataFrame(rows, columns=columns)
    known = replications > 1
    levels = holm_confidence(table["p_holm"].to_numpy()) if known else np.full(len(table), 0.95)
    both = pd.DataFrame(pairs, columns=["measure", "replication", "a", "b"])
    for i, (measure, level) in enumerate(zip(table["measure"], levels, strict=True)):
        rows_of = both.loc[both["measure"] == measure]
        gap = paired_interval(rows_of["b"].to_numpy(), rows_of["a"].to_numpy(), confidence=float(level))
        table.loc[i, ["lower_holm", "upper_holm"]] = gap.lower, gap.upper
    return table.assign(replications=replications), both


def ecdf(
    worlds: Worlds = WORLDS,
    replications: int = 20,
    flows: tuple[str, ...] = ("order to cash",),
    medians: tuple[float, float] = (31.0, 9.0),
) -> pd.DataFrame:
    """Chart 2: lognormal lead times, a little different in each replication."""
    from scipy.special import ndtri

    rng = np.random.default_rng(11)
    levels = np.linspace(0, 1, 200)
    z = ndtri(np.clip(levels, 0.002, 0.998))
    tables = []
    for f, flow in enumerate(flows):
        for replication in range(replications):
            shake = rng.normal(0, 0.06)
            for world, median, spread in zip(worlds, medians, (0.75, 0.95), strict=True):
                hours = median * (1 + 0.8 * f) * np.exp(shake + rng.normal(0, 0.05) + spread * z)
                tables.append(
                    pd.DataFrame(
                        {"world": world, "replication": replication, "flow": flow, "level": levels, "hours": hours}
                    )
                )
    return pd.concat(tables, ignore_index=True)


def split(worlds: Worlds = WORLDS, flows: tuple[str, ...] = ("order to cash",)) -> pd.DataFrame:
    """Chart 3: a long bar and a short one whose parts are thin."""
    rows = []
    for f, flow in enumerate(flows):
        for world, shares in zip(worlds, PART_SHARES.values(), strict=True):
            for part, hours in zip(look.PARTS, shares, strict=True):
                rows.append((world, flow, part, hours * (1 + f)))
    return pd.DataFrame(rows, columns=["world", "flow", "part", "hours"])


def wip(worlds: Worlds = WORLDS, replications: int = 20, days: int = 91) -> pd.DataFrame:
    """Chart 4: a campaign from day 28 on, an outage on day 63."""
    rng = np.random.default_rng(5)
    day = np.arange(days)
    rows = []
    for replication in range(replications):
        for world, level, campaign, outage in zip(worlds, (310, 120), (330, 90), (20, 260), strict=True):
            flood = campaign * np.exp(-np.clip(day - 34, 0, None) / 9) * np.clip((day - 28) / 6, 0, 1)
            burst = outage * np.exp(-np.clip(day - 65, 0, None) / 3) * np.clip((day - 62) / 3, 0, 1)
            week = 1 + 0.10 * (day % 7 > 4)
            noise = 1 + rng.normal(0, 0.05) + rng.normal(0, 0.03, days)
            cases = np.round((level + flood + burst) * week * noise)
            rows.append(pd.DataFrame({"world": world, "replication": replication, "day": day, "cases": cases}))
    return pd.concat(rows, ignore_index=True)


SHOCKS = pd.DataFrame(
    [("campaign", 28, 35), ("quarter end", 38, 40), ("platform down", 62, 65), ("key people leave", 66, 72)],
    columns=["label", "start_day", "end_day"],
)


def handoffs(worlds: Worlds = WORLDS) -> pd.DataFrame:
    """Charts 6 and 7: thirty routes, three modes, delays over three decades."""
    rng = np.random.default_rng(3)
    rows = []
    for i, (source, target) in enumerate(ROUTES):
        count = float(np.round(np.exp(rng.normal(5.0, 1.0))))
        slow = float(np.exp(rng.normal(1.6, 0.6)))
        mode = "batch" if i % 5 == 2 else "shared" if i % 11 == 4 else "manual"
        rows.append((worlds[0], source, target, mode, count, slow * (1.8 if mode == "batch" else 1), 0.3))
        joined = i % 4 != 0
        now = "shared" if joined else mode
        rows.append((worlds[1], source, target, now, count * 0.9, 0.02 * slow if joined else 0.8 * slow, 0.02))
    rows.append((worlds[0], "sales", "finance", "manual", 60.0, 9.0, 0.4))
    columns = ["world", "source", "target", "mode", "count", "hours", "touch_hours"]
    return pd.DataFrame(rows, columns=columns)


def order_path(worlds: Worlds = WORLDS) -> pd.DataFrame:
    """Chart 7: two replications of unequal size; Sales to Logistics costs most, by two modes together."""
    rows = []
    for replication, orders in ((0, 100), (1, 300)):
        for world, factor in zip(worlds, (1.0, 0.1), strict=True):
            slow = factor * (1 + replication)
            rows += [
                (world, replication, "hand-off", "sales", "logistics", "web order", "manual", orders, 0.7, 6.0 * slow),
                (world, replication, "hand-off", "sales", "logistics", "order", "batch", orders, 0.2, 3.0 * slow),
                (world, replication, "hand-off", "logistics", "crm", "inquiry", "manual", orders, 0.1, 7.0 * slow),
                (world, replication, "hand-off", "logistics", "finance", "papers", "shared", orders, 0.6, 0.0),
                (world, replication, "department", "", "logistics", "", "", orders, 1.4, 12.0),
                (world, replication, "department", "", "sales", "", "", orders, 0.3, 2.0),
                (world, replication, "outside", "", "", "", "", orders, 1.0, 30.0),
            ]
    columns = ["world", "replication", "kind", "source", "target", "subject", "mode", "orders", "passages", "hours"]
    return pd.DataFrame(rows, columns=columns)


def small_handoffs(worlds: Worlds = WORLDS) -> pd.DataFrame:
    """Chart 7 of a company of three departments: two routes each way beside each other, and a loop."""
    routes = (
        ("sales", "logistics", "manual", 30.0, 9.0),
        ("sales", "logistics", "batch", 20.0, 6.0),
        ("logistics", "sales", "manual", 5.0, 8.0),
        ("logistics", "sales", "bot", 3.0, 4.0),
        ("logistics", "finance", "shared", 9.0, 7.0),
        ("finance", "finance", "manual", 2.0, 5.0),
    )
    rows = [
        (world, source, target, mode, count, hours * factor, 0.1)
        for world, factor in zip(worlds, (1.0, 0.1), strict=True)
        for source, target, mode, count, hours in routes
    ]
    return pd.DataFrame(rows, columns=["world", "source", "target", "mode", "count", "hours", "touch_hours"])


def worse_off() -> pd.DataFrame:
    """Chart 10: shown to be worse, undecided, and one without a percentage."""
    rows = [
        ("Support", "handling time per ticket", "h", 0.42, 0.47, 0.05, 0.03, 0.07, 700.0),
        ("IT", "utilisation", "%", 61.0, 79.0, 18.0, 15.1, 20.9, 90.0),
        ("Legal", "cases waiting at the end of the month", "", 14.0, 15.1, 1.1, -0.6, 2.8, 5.0),
        ("Customers on the phone", "abandoned calls", "%", 6.1, 7.9, 1.8, 0.9, 2.7, 40.0),
        ("HR", "overtime", "h", 0.0, 3.2, 3.2, 2.0, 4.4, 3.2),
    ]
    return pd.DataFrame(rows, columns=["who", "measure", "unit", "a", "b", "difference", "lower", "upper", "hours"])
