"""How a program ends: its exit codes, and sentences instead of tracebacks for what a person or a disk does wrong."""

from __future__ import annotations

import errno
import io
import multiprocessing
import os
import select
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn

from sim.inputs.mistakes import Failed, Mistakes
from sim.inputs.seen import visible

FIRST_PROCESS = "MainProcess"
"""What a process is called that no other has started; a worker has its own name before it runs anything."""
DONE, FAILED, WRONG_INPUT, INTERRUPTED, TERMINATED = 0, 1, 2, 130, 143


class Terminated(KeyboardInterrupt):
    """The process was asked to end (SIGTERM); all that ends on Ctrl+C ends on this, and in the same way."""


def _ask_to_end(*_: object) -> NoReturn:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # once is enough, what follows takes its things away
    raise Terminated


@contextmanager
def _ending_when_asked() -> Iterator[None]:
    """SIGTERM raises ``Terminated`` in the main thread, unless somebody else wants to hear of it.

    A worker that has come here by running its parent's script ends without a word when its parent ends it.
    """
    first = (
        multiprocessing.current_process().name == FIRST_PROCESS and threading.current_thread() is threading.main_thread()
    )
    own = first and signal.getsignal(signal.SIGTERM) == signal.SIG_DFL
    if own:
        signal.signal(signal.SIGTERM, _ask_to_end)
    try:
        yield
    finally:
        if own:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)


def guarded(work: Callable[[], int | None]) -> int:
    """Do the work and return the exit code; a person's mistakes are printed as sentences."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a file's odd name is no reason to fail
    os.environ["MPLBACKEND"] = "agg"  # only files are drawn, here and in other processes, whatever a person's setting
    try:
        with _ending_when_asked():
            code = work() or DONE
        if sys.stdout is not None:
            sys.stdout.flush()
    except Mistakes as mistakes:
        print(*map(visible, mistakes.sentences), sep="\n", file=sys.stderr)
        return WRONG_INPUT
    except Failed as failure:
        print(visible(str(failure)), file=sys.stderr)
        return FAILED
    except KeyboardInterrupt as interrupt:
        asked = isinstance(interrupt, Terminated)
        print(f"{'Ended by a signal' if asked else 'Interrupted'}; nothing that is unfinished was kept.", file=sys.stderr)
        return TERMINATED if asked else INTERRUPTED
    except OSError as error:
        return _cannot_write(error)
    except Exception:
        return _failed()
    return code


def _cannot_write(error: OSError) -> int:
    """End quietly when the reader of the output, such as `head`, has gone, and in words when a disk is full."""
    output_lost = False
    try:
        sys.stdout.flush()
    except OSError:
        output_lost = True
        _forget_output()
    if isinstance(error, BrokenPipeError) and (output_lost or _nobody_reads()):
        _forget_output()
        return DONE
    if errno.errorcode.get(error.errno or 0) in ("ENOSPC", "EDQUOT"):
        print(
            f"Nothing more can be written{f' to {error.filename}' if error.filename else ''}: {error.strerror}.",
            file=sys.stderr,
        )
        return FAILED
    if error.filename is not None:
        print(visible(f"{error.filename}: cannot be written or read ({error.strerror})."), file=sys.stderr)
        return FAILED
    return _failed()


def _nobody_reads() -> bool:
    """Whether the output goes into a pipe whose reader has gone, though all that was said has been given away."""
    if not hasattr(select, "poll"):
        return False
    try:
        output = sys.stdout.fileno()
    except (OSError, ValueError):
        return False
    poll = select.poll()
    poll.register(output, select.POLLOUT)
    return any(event & select.POLLERR for _, event in poll.poll(0))


def _forget_output() -> None:
    """Send what is still said nowhere, so that Python's own last flush succeeds."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _failed() -> int:
    import traceback

    traceback.print_exc()
    return FAILED
