"""Intervals, multiple comparison, number of replications and warm-up: arrays in, small frozen records out."""

from sim.experiment.statistics.intervals import (
    ROUNDING,
    Interval,
    PairedInterval,
    WelchInterval,
    log_ratio_interval,
    moments,
    of_random,
    paired_interval,
    proportion_interval,
    ratio_interval,
    same_in_every_pair,
    t_interval,
    t_quantile,
    vector,
    welch_interval,
)
from sim.experiment.statistics.multiple_comparison import bonferroni_t, holm, holm_confidence
from sim.experiment.statistics.replications import FEWEST_PAIRS, MOST_PAIRS, pairs_needed, replications_needed
from sim.experiment.statistics.warm_up import WarmUp, mser5

__all__ = [
    "FEWEST_PAIRS",
    "MOST_PAIRS",
    "ROUNDING",
    "Interval",
    "PairedInterval",
    "WarmUp",
    "WelchInterval",
    "bonferroni_t",
    "holm",
    "holm_confidence",
    "log_ratio_interval",
    "moments",
    "mser5",
    "of_random",
    "paired_interval",
    "pairs_needed",
    "proportion_interval",
    "ratio_interval",
    "replications_needed",
    "same_in_every_pair",
    "t_interval",
    "t_quantile",
    "vector",
    "welch_interval",
]
