"""Figures of the studies: charts 5, 8 and 9, each with a computed title and a description in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from sim.measures.catalogue import measure_named
from sim.views.charts import break_even_lines, frontier, study_titles, waterfall, win_maps
from sim.views.charts.figures import Picture, own_style
from sim.views.charts.findings import Worlds
from sim.views.charts.titles import inside
from sim.views.style import layout, look, words
from sim.views.style.layout import EDGE
from sim.views.style.scales import Scale, scale_of

if TYPE_CHECKING:
    from sim.experiment.attribution import Attribution
    from sim.experiment.break_even import BreakEven
    from sim.experiment.robustness import Robustness

LEAST = 120.0
"""Least width of a panel of marks."""
HEAD = 46.0
"""Room above a panel for its name and the heads of its columns."""


def gap_of(found: Attribution, measure: str) -> tuple[pd.Series, pd.DataFrame, Scale]:
    """A measure's row of gaps, its shares, and its scale."""
    gap = found.gaps[found.gaps["measure"] == measure].iloc[0]
    shares = found.shares[found.shares["measure"] == measure]
    values = [gap["a"], gap["b"], *shares["share"], *shares["alone"]]
    return gap, shares, scale_of(str(gap["unit"]), found.a.company.currency, values)


def waterfall_picture(found: Attribution, measures: Sequence[str], worlds: Worlds, width: float = look.WIDE) -> Picture:
    """Chart 5: a staircase per measure, one under the other, each on its own scale."""
    with own_style():
        parts = [gap_of(found, measure) for measure in measures]
        title = study_titles.of_attribution(*parts[0], worlds)
        known = (
            f"{words.replications(found.replications)}; solid: better, hatched: worse, dotted: undecided; "
            "line: 95 % interval of the share; ◇: the lever switched on alone"
        )
        names = waterfall.names_of(parts[0][1], worlds)
        beside = width >= look.NARROW
        figures = [figure for part in parts for figure in waterfall.figures_of(*part)]
        left, wide, last = waterfall.widths(names, figures)
        left, right = (left + EDGE, wide + last + EDGE) if beside else (EDGE, EDGE)
        body = waterfall.row_height(beside=beside) * len(names)
        block = HEAD + body + 46
        page = layout.sheet(width, block * len(parts), title, known)
        said = []
        for place, (gap, shares, scale) in enumerate(parts):
            axes = page.panel(left, place * block + HEAD, width - left - right, body)
            drawn = waterfall.waterfall(axes, gap, shares, scale, worlds, alone_at=wide + last if beside else None)
            name = words.sentence(str(gap["label"]))
            full = f"{name} ({gap['benefit']})"
            fits = layout.text_width(full, bold=True) <= width - 2 * EDGE
            _head(axes, full if fits else name, left, wide if beside else 0.0, last)
            said.append(_staircase_words(gap, shares, scale, drawn.values, worlds))
    table = found.shares[found.shares["measure"].isin(measures)]
    return Picture(page.figure, title, " ".join(said), table)


def _head(axes: object, name: str, left: float, wide: float, last: float) -> None:
    from matplotlib.axes import Axes

    assert isinstance(axes, Axes)
    at = (0.0, 1.0)
    layout.write(axes, name, at, on="axes fraction", move=(EDGE - left, 26), bold=True)
    if wide:
        at = (1.0, 1.0)
        layout.write(axes, "share [95 %]", at, on="axes fraction", move=(12, 8), size=look.SMALL, alpha=look.MUTED)
        layout.write(
            axes, "alone", at, on="axes fraction", move=(wide + last, 8), size=look.SMALL, ha="right", alpha=look.MUTED
        )


def _staircase_words(gap: pd.Series, shares: pd.DataFrame, scale: Scale, drawn: pd.DataFrame, worlds: Worlds) -> str:
    said = [
        f"{waterfall.lever_name(row['lever'])} {scale.interval(row['share'], row['lower'], row['upper'])}, {effect}"
        for row, effect in zip(shares.to_dict("records"), drawn["effect"], strict=True)
    ]
    return (
        f"{gap['label']}: {scale.value(gap['a'])} in {worlds[0]}, {scale.value(gap['b'])} in {worlds[1]}; "
        f"Shapley shares: {'; '.join(said)}."
    )


def interactions_picture(found: Attribution, measures: Sequence[str], width: float = look.WIDE) -> Picture:
    """Chart 5, second part: what levers do only together, a panel per measure."""
    with own_style():
        rows = found.interactions[found.interactions["measure"].isin(measures)]
        every = len(rows)
        shown = rows[rows["p_holm"] < 0.05]
        title = (
            f"{len(shown)} of {words.count(every, 'interaction')} are shown (Holm)"
            if len(shown)
            else f"None of {words.count(every, 'interaction')} is shown (Holm)"
        )
        rows = _largest(rows)
        known = (
            f"extra effect of levers together, mean at sign + less mean at sign −; "
            f"{words.replications(found.replications)}; line: 95 % interval of each by itself"
        )
        names = {levers: waterfall.set_name(levers) for levers in rows["levers"]}
        said = [waterfall.effect_words(row, gap_of(found, row["measure"])[2]) for row in rows.to_dict("records")]
        right = layout.widest(said, look.SMALL) + 12 + EDGE
        if width - right - layout.widest(list(names.values())) - EDGE - 14 < LEAST:
            names = {levers: waterfall.set_name(short) for levers, short in initials(list(names)).items()}
            known += "; levers by their first letters"
        left = layout.widest(list(names.values())) + EDGE + 14
        pitch = 24.0
        size = int(rows.groupby("measure").size().max()) if len(rows) else 1
        block = HEAD + pitch * size + 46
        page = layout.sheet(width, block * len(measures), title, known)
        for place, measure in enumerate(measures):
            gap, _, scale = gap_of(found, measure)
            axes = page.panel(left, place * block + HEAD - 14, max(width - left - right, LEAST), pitch * size)
            waterfall.interaction_dots(axes, gap, rows[rows["measure"] == measure], scale, names)
            layout.write(
                axes, words.sentence(str(gap["label"])), (0, 1), on="axes fraction", move=(EDGE - left, 14), bold=True
            )
    text = " ".join(
        f"{row['measure']}: {row['levers']} {effect}." for row, effect in zip(rows.to_dict("records"), said, strict=True)
    )
    return Picture(page.figure, title, text, rows)


def initials(sets: Sequence[str]) -> dict[str, str]:
    """Short names of sets of levers."""
    short = frontier.short_names([levers.replace("_", " ") for levers in sets])
    return {levers: short[levers.replace("_", " ")].replace("+", " + ") for levers in sets}


def _largest(rows: pd.DataFrame, most: int = 12) -> pd.DataFrame:
    """Of each measure the largest interactions, in the order of the table."""
    places = [
        place for _, own in rows.groupby("measure", sort=False) for place in own["effect"].abs().nlargest(most).index
    ]
    return rows.loc[sorted(places)]


def break_even_picture(found: Sequence[BreakEven], scale: Scale, worlds: Worlds, width: float = look.WIDE) -> Picture:
    """Chart 8: a line per assumption, each in its own panel."""
    with own_style():
        title = study_titles.of_break_evens(found, worlds)
        pairs = min((int(one.line["pairs"].min()) for one in found), default=0)
        known = (
            f"{lead_words(found[0].measure, scale, worlds)}; {words.replications(pairs)} at each dot, 95 % band; "
            "◇ break-even with its interval; dotted: the scenarios' own value"
        )
        across = 1 if width < look.NARROW else 3
        wide, high = (width - 2 * EDGE) / across, 268.0
        page = layout.sheet(width, -(-len(found) // across) * high, title, known)
        for place, one in enumerate(found):
            left, top = EDGE + place % across * wide + 52, place // across * high + 44
            axes = page.panel(left, top, wide - 70, high - 100)
            assumption = one.assumption
            name = assumption.unit or ("factor on what the scenarios say" if assumption.multiply else "value")
            break_even_lines.break_even_line(
                axes,
                one.line,
                (one.root, one.lower, one.upper),
                one.default,
                scale,
                logarithmic=assumption.scale == "log",
                name=name,
            )
            head = layout.cut(words.sentence(assumption.name), wide - 30, bold=True)
            layout.write(axes, head, (0, 1), on="axes fraction", move=(-44, 28), bold=True)
            root = break_even_lines.root_words(one.root, one.lower, one.upper)
            layout.write(axes, f"break-even {root}", (0, 1), on="axes fraction", move=(-44, 12), size=look.SMALL)
    said = " ".join(f"{study_titles.of_break_even(one, worlds, scale)}." for one in found)
    return Picture(page.figure, title, said, lines_table(found))


def lines_table(found: Sequence[BreakEven]) -> pd.DataFrame:
    """Assumption and every value that was run with the lead of B, its interval and pairs."""
    frames = [one.line.assign(assumption=one.assumption.name) for one in found]
    table = pd.concat(frames, ignore_index=True)
    return table[["assumption", *[column for column in table.columns if column != "assumption"]]]


def lead_words(measure: str, scale: Scale, worlds: Worlds) -> str:
    """What is drawn: `how far integrated is ahead in profit, k EUR/yr`."""
    unit = f", {scale.unit}" if scale.unit else ""
    return f"how far {worlds[1]} is ahead in {inside(measure_named(measure).label)}{unit}"


def map_picture(
    table: pd.DataFrame,
    names: tuple[str, str],
    scale: Scale,
    worlds: Worlds,
    width: float = look.WIDE,
    *,
    measure: str = "profit",
) -> Picture:
    """Chart 8: who wins over two assumptions at once."""
    with own_style():
        title = study_titles.of_map(table, names, worlds)
        counts = {str(winner): int(number) for winner, number in table["winner"].value_counts().items()}
        known = (
            f"{lead_words(measure, scale, worlds)}; {words.replications(int(table['pairs'].min()))} a cell; "
            f"{win_maps.winner_words(counts, worlds)}"
        )
        side = min(width - 2 * EDGE - 76, 660.0)
        page = layout.sheet(width, 0.62 * side + 60, title, known)
        axes = page.panel(EDGE + 66, 4, side, 0.62 * side)
        win_maps.win_map(axes, table, names, scale)
    said = " ".join(
        f"{names[0]} {words.number(row['first'])}, {names[1]} {words.number(row['second'])}: "
        f"{words.number(row['lead'] * scale.factor)}, {row['winner']}."
        for row in table.to_dict("records")
    )
    return Picture(page.figure, title, said, table)


def companies_picture(found: Robustness, scale: Scale, worlds: Worlds, width: float = look.WIDE) -> Picture:
    """Chart 8: who wins in many plausible companies."""
    with own_style():
        title = study_titles.of_robustness(found, worlds)
        pairs = int(found.companies["pairs"].max()) if len(found.companies) else 0
        known = (
            f"{lead_words(found.measure, scale, worlds)}; mean and 95 % interval of {words.replications(pairs)}; "
            f"{win_maps.winner_words(found.counts, worlds)}"
        )
        high = 330.0
        page = layout.sheet(width, high + 40, title, known)
        axes = page.panel(EDGE + 56, 0, width - 2 * EDGE - 62, high)
        win_maps.company_dots(axes, found.companies, scale)
    text = (
        f"{title}. On the mean {worlds[1]} is ahead in {study_titles.share_words(found.ahead_rate)} of them. Leads "
        f"from {words.number(float(found.companies['lead'].min()) * scale.factor)} to "
        f"{words.number(float(found.companies['lead'].max()) * scale.factor)} {scale.unit}."
    )
    return Picture(page.figure, title, text, found.companies)


def frontier_picture(table: pd.DataFrame, scale: Scale, width: float = look.WIDE) -> Picture:
    """Chart 9: costs and benefits of every bundle."""
    with own_style():
        title = study_titles.of_frontier(table, scale)
        short = frontier.short_names([str(bundle) for bundle in table["bundle"]])
        levers = [name for name in table["bundle"] if name != "nothing" and " + " not in str(name)]
        key = ", ".join(f"{short[str(name)]}{words.GAP}{name}".replace(" ", words.GAP) for name in levers)
        runs = words.replications(int(table["replications"].min()))
        known = (
            f"● on the frontier, □ dominated; line: 95 % interval of {runs}; above the dashed line a bundle earns "
            f"more than it costs. {key}"
        )
        high, wide = 420.0, width - 2 * EDGE - 90
        foot = 34 + 15 * len(layout.axis_lines(frontier.axis_names(scale)[0], wide))
        page = layout.sheet(width, high + foot, title, known)
        axes = page.panel(EDGE + 60, 0, wide, high)
        frontier.cost_benefit(axes, table, scale, short)
    said = " ".join(
        f"{row['bundle']}: costs {scale.value(row['cost'])}, brings {scale.value(row['benefit'])}"
        f"{', dominated by ' + str(row['dominated_by']) if row['dominated_by'] else ''}."
        for row in table.to_dict("records")
    )
    return Picture(page.figure, title, said, table)


def screening_picture(table: pd.DataFrame, label: str, scale: Scale, width: float = look.WIDE) -> Picture:
    """The twenty inputs that matter most, with the size and the spread of their effects."""
    with own_style():
        rows = table.head(20)
        title = study_titles.of_screening(table, label, scale)
        known = (
            f"mean size of an input's effect over its range (mu*, bar; line: 95 % interval) and the spread of it "
            f"(sigma, ◇), {scale.unit}; {table.attrs.get('trajectories', '–')} trajectories"
        )
        names = [str(name) for name in rows["input"]]
        left = min(layout.widest(names) + EDGE + 12, 0.6 * width)
        page = layout.sheet(width, 22.0 * len(rows) + 44, title, known)
        axes = page.panel(left, 0, width - left - EDGE - 8, 22.0 * len(rows))
        layout.grid(axes, "x")
        layout.number_ticks(axes, "x")
        places = range(len(rows))
        size, half, sigma = (
            rows[key].to_numpy(dtype=float) * scale.factor for key in ("mu_star", "mu_star_half_width", "sigma")
        )
        axes.barh(list(places), size, height=0.6, color=look.SKY)
        axes.hlines(list(places), size - half, size + half, color=look.INK, lw=1.3)
        axes.plot(sigma, list(places), "D", ms=5, mfc=look.ON_DARK, mec=look.INK, ls="")
        axes.set_ylim(len(rows) - 0.5, -0.5)
        axes.set_xlim(left=0)
        axes.set_yticks([])
        for place, name in enumerate(names):
            layout.write(
                axes,
                layout.cut(name, left - EDGE - 12),
                (0, place),
                on=axes.get_yaxis_transform(),
                move=(-8, 0),
                ha="right",
            )
        layout.name_axis(axes, x=scale.unit)
    said = " ".join(
        f"{row['input']}: mu* {words.number(row['mu_star'] * scale.factor)}, sigma "
        f"{words.number(row['sigma'] * scale.factor)}."
        for row in rows.to_dict("records")
    )
    return Picture(page.figure, title, said, table)
