"""A platform is down for 30 hours: one department's own, or everybody's. Who recovers sooner?

Run it:  python scenarios/platform_outage.py            (20 pairs of 10 weeks)
         python scenarios/platform_outage.py --quick    (the same weeks, four pairs)
"""

import sys
from pathlib import Path

from sim.cli import main

HERE = Path(__file__).resolve().parent
WORLDS = [str(HERE / "siloed.toml"), str(HERE / "integrated.toml"), "--events", str(HERE / "platform_outage.toml")]
LENGTH = ["--weeks", "10"]

if __name__ == "__main__":
    raise SystemExit(main(["compare", *WORLDS, *LENGTH, "--out", "results/platform_outage", *sys.argv[1:]]))
