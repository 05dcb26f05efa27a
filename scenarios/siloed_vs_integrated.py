"""What do information silos cost this company? Siloed and integrated, side by side, on the same customers.

Run it:  python scenarios/siloed_vs_integrated.py            (20 pairs of 13 weeks)
         python scenarios/siloed_vs_integrated.py --quick    (a true but small run, in seconds)
"""

import sys
from pathlib import Path

from sim.cli import main

HERE = Path(__file__).resolve().parent

if __name__ == "__main__":
    raise SystemExit(main(["compare", str(HERE / "siloed.toml"), str(HERE / "integrated.toml"), *sys.argv[1:]]))
