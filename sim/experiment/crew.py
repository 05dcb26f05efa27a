"""Processes of this machine, each by itself: one that dies takes what it has in hand with it, and nothing else."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import ParamSpec, TypeVar

from sim.inputs.mistakes import Mistakes

P = ParamSpec("P")
T = TypeVar("T")

UNGUARDED = 79
"""Exit code of a worker whose script, imported to set it up, starts workers of its own."""
SECONDS_TO_END = 5.0
"""How long the exit code of a dying worker is waited for."""


class Crew(Executor):
    """So many processes, each of which is given the next call as soon as it has ended one.

    A call whose process dies ends with BrokenProcessPool; a new process takes the place of the dead one.

    Raises:
        Mistakes: when the script that runs is in no file.
    """

    def __init__(self, jobs: int) -> None:
        self._lock = threading.RLock()
        self._places = [new_process() for _ in range(jobs)]
        self._free = list(range(jobs))
        self._waiting: deque[Callable[[int], bool]] = deque()
        self._over = False

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Call it in the next process that is free."""
        answer: Future[T] = Future()

        def begin(place: int) -> bool:
            if not answer.set_running_or_notify_cancel():
                return False
            called = self._places[place].submit(fn, *args, **kwargs)
            called.add_done_callback(partial(self._ended, place, answer))
            return True

        with self._lock:
            if self._over:
                raise RuntimeError("these processes have been sent home")
            self._waiting.append(begin)
            self._give()
        return answer

    def _give(self) -> None:
        """Give what waits to whoever is free."""
        while self._free and self._waiting:
            place = self._free.pop()
            if not self._waiting.popleft()(place):
                self._free.append(place)

    def _ended(self, place: int, answer: Future[T], called: Future[T]) -> None:
        """A call has ended: whoever made it goes on to the next one, and if the process is dead, a new one does."""
        error = called.exception() if not called.cancelled() else None
        dead = isinstance(error, BrokenProcessPool)
        if dead and _unguarded(processes_of(self._places[place])):
            error = Mistakes([guard_missing()])
        with self._lock:
            if dead and not self._over:
                self._places[place].shutdown(wait=False)
                self._places[place] = new_process()
            if not self._over:
                self._free.append(place)
                self._give()
        if error is not None:
            answer.set_exception(error)
        elif not called.cancelled():
            answer.set_result(called.result())

    @property
    def processes(self) -> list[BaseProcess]:
        """Those that have begun and not been found dead."""
        with self._lock:
            return [process for place in self._places for process in processes_of(place)]

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Send them home: after all that was asked, unless it is called off."""
        if wait and not cancel_futures:
            self._wait_for_all()
        with self._lock:
            self._over = True
            self._waiting.clear()
            places = list(self._places)
        for place in places:
            place.shutdown(wait=wait, cancel_futures=cancel_futures)

    def _wait_for_all(self) -> None:
        while True:
            with self._lock:
                if len(self._free) == len(self._places) and not self._waiting:
                    return
            time.sleep(0.01)


def new_process() -> ProcessPoolExecutor:
    """A pool of one process, which is set up by importing the script that runs.

    In a script without a guard that import comes here again. Then this process is such a worker, and ends with a code
    that tells why: to start workers of workers would never end.
    """
    if getattr(multiprocessing.current_process(), "_inheriting", False):  # what multiprocessing itself goes by
        raise SystemExit(UNGUARDED)
    script = getattr(sys.modules["__main__"], "__file__", None)
    if script is not None and not Path(script).is_file():  # such as <stdin>
        raise Mistakes(
            [
                "Several processes need the script that runs in a file, and this one is in none: save it in a file, "
                "or work with one process (jobs=1, or --jobs 1)."
            ]
        )
    return ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"), initializer=belong_to_parent)


def belong_to_parent() -> None:
    """Let this worker end when the process that started it does, and leave interrupts to that one.

    Without the first it would wait for work for ever; by the second its run is finished while the other one decides.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_outlive_nobody, args=(parent,), daemon=True).start()


def _outlive_nobody(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)


def processes_of(pool: Executor) -> list[BaseProcess]:
    """The processes of a pool."""
    return list((getattr(pool, "_processes", None) or {}).values())


def _unguarded(processes: list[BaseProcess]) -> bool:
    """Whether one of the processes of a broken pool, which are about to end, came upon a script without a guard."""
    latest = time.monotonic() + SECONDS_TO_END
    while True:
        codes = [process.exitcode for process in processes]
        if UNGUARDED in codes:
            return True
        if None not in codes or time.monotonic() > latest:
            return False
        time.sleep(0.01)


def guard_missing() -> str:
    """What is wrong with a script whose import starts workers."""
    script = Path(getattr(sys.modules["__main__"], "__file__", None) or "the script").name
    return (
        f"{script} works with several processes, and each of them begins by running {script} itself; put the lines "
        'that do something below a line if __name__ == "__main__": or work with one process (jobs=1, or --jobs 1).'
    )
