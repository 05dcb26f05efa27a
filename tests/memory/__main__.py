"""Peak memory of one process that runs and measures one replication: ``python -m tests.memory FILE WEEKS [FOLDER]``.

Prints megabytes (peak of the run, peak of run and measuring together). With a folder the journal is streamed to it.
Linux only: the peak is what the kernel says (VmHWM).
"""

from __future__ import annotations

import sys
from pathlib import Path

import sim.experiment.executors  # noqa: F401 - what every worker has in memory
from sim.experiment.replication import measure, run_once
from sim.inputs.loading import load_scenario
from sim.inputs.own_files import named_file


def peak() -> float:
    """The most memory (resident, megabytes) that this process has had."""
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return int(status["VmHWM"].split()[0]) / 1024


def main(file: str, weeks: str, folder: str = "") -> None:
    """Run and measure."""
    scenario = load_scenario(named_file(file)).model_copy(update={"weeks": int(weeks)})
    run = run_once(scenario, 0, stream_to=Path(folder) if folder else None)
    ran = peak()
    measure(run)
    print(ran, peak())


if __name__ == "__main__":
    main(*sys.argv[1:])
