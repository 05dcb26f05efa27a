"""Another company is bought: twice the volume, twice the people. Which world grows more easily?

Run it:  python scenarios/growth.py            (20 pairs of 20 weeks)
         python scenarios/growth.py --quick    (the same weeks, four pairs)
"""

import sys
from pathlib import Path

from sim.cli import main

HERE = Path(__file__).resolve().parent
WORLDS = [str(HERE / "siloed.toml"), str(HERE / "integrated.toml"), "--events", str(HERE / "growth.toml")]
LENGTH = ["--weeks", "20"]

if __name__ == "__main__":
    raise SystemExit(main(["compare", *WORLDS, *LENGTH, "--out", "results/growth", *sys.argv[1:]]))
