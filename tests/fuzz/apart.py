"""Something done in a process apart, with a cap on its CPU time, and what became of it."""

from __future__ import annotations

import os
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

GIGABYTE = 1_000_000_000
WALL_SECONDS = 8.0
"""Times the CPU seconds: a process that neither works nor ends is ended."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How it ended: exit code (negative for a signal), what it said, what it took."""

    code: int
    out: str
    err: str
    seconds: float
    grown: int

    def complaints(self, seconds: float) -> list[str]:
        """What is wrong with such an end, whatever was asked."""
        found = []
        if self.code not in (0, 2):
            found.append(f"ended with {self.code}")
        if "Traceback" in self.err + self.out:
            found.append("a traceback")
        if self.seconds > seconds:
            found.append(f"took {self.seconds:.1f} s of CPU")
        if self.grown > GIGABYTE:
            found.append(f"took {self.grown / 1e6:,.0f} MB")
        if self.code == 0 and not self.out.strip():
            found.append("ended with 0 and said nothing")
        if self.code == 2 and not self.err.strip():
            found.append("ended with 2 and did not say why")
        if any(not letter.isprintable() and letter not in "\n\u2009\u202f\u00a0" for letter in self.out + self.err):
            found.append("said something that cannot be seen")
        return found


def apart(work: Callable[[], int], folder: Path, seconds: float) -> Ended:
    """Do the work in a fork of this process, in a folder, with at most so many seconds of CPU."""
    out, err = folder / "said.out", folder / "said.err"
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child == 0:
        _work(work, folder, out, err, seconds)
    status, usage = _wait(child, seconds)
    return Ended(
        os.waitstatus_to_exitcode(status),
        out.read_text(encoding="utf-8", errors="replace"),
        err.read_text(encoding="utf-8", errors="replace"),
        usage.ru_utime + usage.ru_stime,
        usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024),
    )


def _work(work: Callable[[], int], folder: Path, out: Path, err: Path, seconds: float) -> None:
    code = 99
    try:
        for stream, path in ((1, out), (2, err)):
            os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), stream)
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - the streams live as long as the process
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        os.chdir(folder)
        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 2))
        code = work()
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _wait(child: int, seconds: float) -> tuple[int, resource.struct_rusage]:
    latest = time.monotonic() + WALL_SECONDS * seconds
    while time.monotonic() < latest:
        ended, status, usage = os.wait4(child, os.WNOHANG)
        if ended:
            return status, usage
        time.sleep(0.005)
    os.kill(child, signal.SIGKILL)
    _, status, usage = os.wait4(child, 0)
    return status, usage
