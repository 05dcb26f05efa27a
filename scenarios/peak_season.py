"""Four weeks with half as many customers again. Which world carries the peak, and how soon is it over?

Run it:  python scenarios/peak_season.py            (20 pairs of 13 weeks)
         python scenarios/peak_season.py --quick    (the same weeks, four pairs)
"""

import sys
from pathlib import Path

from sim.cli import main

HERE = Path(__file__).resolve().parent
WORLDS = [str(HERE / "siloed.toml"), str(HERE / "integrated.toml"), "--events", str(HERE / "peak_season.toml")]
LENGTH = ["--weeks", "13"]

if __name__ == "__main__":
    raise SystemExit(main(["compare", *WORLDS, *LENGTH, "--out", "results/peak_season", *sys.argv[1:]]))
