"""A platform is down for 30 hours, one department's or everybody's: who recovers sooner?

Siloed and integrated meet the outage of scenarios/platform_outage.toml: the system Logistics works on fails on Tuesday of
the third week. In siloed it is its own; in integrated everybody works on it. Recovery is measured against the same run
without the outage.

Run it:  python scenarios/platform_outage.py            (8 to 60 pairs of 10 weeks, until intervals are narrow)
         python scenarios/platform_outage.py --quick    (the same weeks, four pairs)
         python scenarios/platform_outage.py --events FILE    (something else happens to both)
"""

from sim.cli.scripts import run_comparison

if __name__ == "__main__":
    raise SystemExit(run_comparison(__file__, __doc__, ("siloed", "integrated"), events="platform_outage", weeks=10))
