"""What do information silos cost this company? Siloed and integrated, side by side, on the same customers.

The main job. It prints what differs, with intervals, and who is worse off, and writes a report with charts, tables and a
replay.

Run it:  python scenarios/siloed_vs_integrated.py            (8 to 60 pairs of 13 weeks, until intervals are narrow)
         python scenarios/siloed_vs_integrated.py --quick    (a true but small run, in seconds)
"""

from sim.cli.scripts import run_comparison

if __name__ == "__main__":
    raise SystemExit(run_comparison(__file__, __doc__, ("siloed", "integrated")))
