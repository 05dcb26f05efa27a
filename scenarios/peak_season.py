"""Four weeks with half as many customers again: which world carries the peak?

Siloed and integrated meet the peak of scenarios/peak_season.toml from the third week on. Besides what differs, the answer
says how soon the peak is over: recovery is measured against the same run without it.

Run it:  python scenarios/peak_season.py            (8 to 60 pairs of 13 weeks, until intervals are narrow)
         python scenarios/peak_season.py --quick    (the same weeks, four pairs)
         python scenarios/peak_season.py --events FILE    (something else happens to both)
"""

from sim.cli.scripts import run_comparison

if __name__ == "__main__":
    raise SystemExit(run_comparison(__file__, __doc__, ("siloed", "integrated"), events="peak_season", weeks=13))
