"""Another company is bought, twice the volume and the people: which world grows more easily?

Siloed and integrated meet the acquisition of scenarios/growth.toml in the third week. The new people must learn the ways
of the house. Recovery is measured against the same run without the acquisition, with twice its work in progress.

Run it:  python scenarios/growth.py            (8 to 60 pairs of 20 weeks, until intervals are narrow)
         python scenarios/growth.py --quick    (the same weeks, four pairs)
         python scenarios/growth.py --events FILE    (something else happens to both)
"""

from sim.cli.scripts import run_comparison

if __name__ == "__main__":
    raise SystemExit(run_comparison(__file__, __doc__, ("siloed", "integrated"), events="growth", weeks=20))
