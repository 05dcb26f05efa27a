"""All systems are replaced by one platform in the third week. Is the company better off within half a year?

Run it:  python scenarios/go_live.py            (20 pairs of 26 weeks)
         python scenarios/go_live.py --quick    (the same weeks, four pairs)
"""

import sys
from pathlib import Path

from sim.cli import main

HERE = Path(__file__).resolve().parent
WORLDS = [str(HERE / "siloed.toml"), str(HERE / "go_live.toml")]
LENGTH = ["--weeks", "26"]

if __name__ == "__main__":
    raise SystemExit(main(["compare", *WORLDS, *LENGTH, "--out", "results/go_live", *sys.argv[1:]]))
