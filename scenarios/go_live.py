"""One platform replaces all systems: is the company better off within half a year?

Siloed is compared with scenarios/go_live.toml, the same company until all its systems are replaced in the third week. At
first people are slower and enter everything twice.

Run it:  python scenarios/go_live.py            (8 to 60 pairs of 26 weeks, until intervals are narrow)
         python scenarios/go_live.py --quick    (the same weeks, four pairs)
"""

from sim.cli.scripts import run_comparison

if __name__ == "__main__":
    raise SystemExit(run_comparison(__file__, __doc__, ("siloed", "go_live"), weeks=26))
