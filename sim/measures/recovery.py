"""How long it takes to get over a shock: from its beginning until work in progress is what it would have been.

Work in progress is the number of customers' cases open at noon of each day. *Expected* is what it was on the same day
in the same company with the same customers and the same luck, but without any shock; where that was not run, the mean
of up to four whole weeks before the first shock. A week *stands out* when its mean lies more than a tenth (and more than
one case) above the expected mean. The company has *recovered* on the first day after the end of the shock, and after
weeks that stood out, that begins a week which does not; at once if none ever stood out. A recovery that the end of the
run cuts off is not known, and counted as such. The tenth and the week are conventions (assumptions).
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.engine.calendar import DAY
from sim.measures.customers import ORDERS, TICKETS
from sim.measures.efficiency import EFFICIENCY
from sim.measures.measure import Measure, mean, share
from sim.measures.run import Run, among

USUAL_WEEKS = 4
WIDTH_SHARE, WIDTH_CASES = 0.10, 1.0
SPAN = 7
COLUMNS = ("shock", "start_day", "end_day", "recovered", "days", "days_seen", "worst_day", "worst_extra")

Counts = NDArray[np.float64]


def work_in_progress(run: Run) -> pd.DataFrame:
    """day, cases: customers' cases open at noon of every day of the run, warm-up included."""
    own = run.codes((*ORDERS, *TICKETS))
    days = np.arange(0, run.facts.horizon, 24.0) + 12.0
    more = np.zeros(len(days) + 1, dtype=np.int64)
    for rows in run.in_pieces("cases", ("opened", "closed"), lambda rows: among(rows["kind"], own), by=["kind"]):
        for column, one in (("opened", 1), ("closed", -1)):
            more += one * np.bincount(np.searchsorted(days, rows[column]), minlength=len(more))
    return pd.DataFrame({"day": (days / 24).astype(int), "cases": np.cumsum(more)[:-1]})


def recovery_of(run: Run) -> pd.DataFrame:
    """One row per shock that begins within the run.

    Returns:
        shock, start_day, end_day (days of the run, with fractions), recovered, days (whole days from the day on which
        the shock begins; NaN where the run ends before), days_seen (days, or where they are not known the days that
        were seen: a lower bound), worst_day and worst_extra (the day with most cases above the expected, and how many).
    """
    return run.once(_recovery_of)


def _recovery_of(run: Run) -> pd.DataFrame:
    counts, expected = _counts(run), expected_of(run)
    rows = []
    for shock in run.facts.shocks:
        starts, ends = ((time + run.facts.warm_up) / DAY for time in (shock.begins, shock.ends))
        start, end = int(starts), min(int(np.ceil(ends)), len(counts))
        days, seen = days_to_recover(counts, expected, start, end)
        extra = (counts - expected)[start:]
        worst = int(extra.argmax())
        rows.append(
            (
                shock.label,
                starts,
                min(ends, float(len(counts))),
                bool(np.isfinite(days)),
                days,
                seen,
                start + worst,
                extra[worst],
            )
        )
    return pd.DataFrame(rows, columns=list(COLUMNS))


def against_undisturbed(run: Run) -> pd.DataFrame:
    """day, cases, expected: work in progress of a run with shocks, and of the same run without them."""
    return pd.DataFrame({"day": run.once(work_in_progress)["day"], "cases": _counts(run), "expected": expected_of(run)})


def _counts(run: Run) -> Counts:
    return run.once(work_in_progress)["cases"].to_numpy(dtype=np.float64)


def _first_day(run: Run) -> int:
    """Day of the first shock; the end of the run where there is none."""
    begins = [shock.begins + run.facts.warm_up for shock in run.facts.shocks] or [run.facts.horizon]
    return int(min(begins) // DAY)


def expected_of(run: Run) -> Counts:
    """Work in progress that would be usual on each day; growth that is there to stay scales it."""
    first = _first_day(run)
    if run.undisturbed is not None:
        expected = run.undisturbed["cases"].to_numpy(dtype=np.float64)
    else:
        counts = _counts(run)
        before = counts[first - SPAN * min(USUAL_WEEKS, first // SPAN) : first]
        expected = np.full(len(counts), before.mean() if len(before) else np.nan)
    for shock in run.facts.shocks:
        day = int((shock.begins + run.facts.warm_up) // DAY)
        expected = np.where(np.arange(len(expected)) >= day, expected * shock.volume, expected)
    return expected


def days_to_recover(counts: Counts, expected: Counts, start: int, end: int) -> tuple[float, float]:
    """Whole days from day ``start`` to recovery (NaN when not seen), and the same or the days that were seen.

    Args:
        counts, expected: cases by day of the run.
        start, end: day on which the shock begins, and the first on which it is over.
    """
    seen = float(len(counts) - start)
    if len(counts) - start < SPAN or np.isnan(expected).any():
        return float("nan"), seen
    window = np.ones(SPAN) / SPAN
    weeks, usual = np.convolve(counts, window, "valid"), np.convolve(expected, window, "valid")
    stands_out = weeks > usual + np.maximum(WIDTH_SHARE * usual, WIDTH_CASES)
    out = np.flatnonzero(stands_out[start:])
    if not len(out):
        return 0.0, 0.0
    after = max(end - start, int(out[0]))
    calm = np.flatnonzero(~stands_out[start + after :])
    return (float(after + calm[0]),) * 2 if len(calm) else (float("nan"), seen)


def recovered(run: Run) -> float:
    """Share of the shocks that the company is seen to recover from."""
    table = recovery_of(run)
    return share(table["recovered"].sum(), len(table))


def recovery_days(run: Run) -> float:
    """Mean days from the beginning of a shock to recovery, over those recovered from; NaN when there is none."""
    return mean(recovery_of(run)["days"].dropna())


def recovery_days_seen(run: Run) -> float:
    """Mean days to recovery; a recovery that was not seen counts with the days that were (a lower bound)."""
    return mean(recovery_of(run)["days_seen"])


def extra_case_days(run: Run) -> float:
    """Cases above the expected, summed over the days from the first shock to the end of the run."""
    return float((_counts(run) - expected_of(run))[_first_day(run) :].sum())


SHOCKS = "shocks"

MEASURES = (
    Measure(
        "recovered", "shocks recovered from before the run ends", "share", "higher", EFFICIENCY, recovered, base=SHOCKS
    ),
    Measure(
        "recovery time",
        "shock to recovery, where it is seen",
        "days",
        "lower",
        EFFICIENCY,
        recovery_days,
        base="shocks recovered from",
    ),
    Measure(
        "recovery time at least",
        "shock to recovery (unseen: days seen)",
        "days",
        "lower",
        EFFICIENCY,
        recovery_days_seen,
        short=True,
        base=SHOCKS,
    ),
    Measure(
        "extra case days",
        "cases in progress because of a shock, times days",
        "case days",
        "lower",
        EFFICIENCY,
        extra_case_days,
        signed=True,
    ),
)
"""Only for scenarios with a shock."""
