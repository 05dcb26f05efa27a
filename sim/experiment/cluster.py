"""Workers elsewhere: a dask cluster as an executor like any other, or a sentence saying why it cannot be used."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import CancelledError, Executor, Future
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import ParamSpec, Protocol, TypeVar

from sim.experiment.store import sources_hash, versions
from sim.inputs.mistakes import Failed, Mistakes

SECONDS_TO_CONNECT = 7.0
"""How long a scheduler is waited for."""
SECONDS_TO_ANSWER = 5.0
"""And then for its first worker, and for anything else that it is asked."""
SECONDS_TO_RETURN = 10.0
"""How long a scheduler that was there may be away."""

Result = TypeVar("Result")
P = ParamSpec("P")


class Client(Protocol):
    """What is used of ``distributed.Client``."""

    status: str

    def get_executor(self, *, pure: bool, retries: int) -> Executor:
        """An executor whose calls are made on the workers."""

    def wait_for_workers(self, n_workers: int, timeout: float) -> None:
        """Return once there are so many."""

    def run(self, function: Callable[[], object]) -> Mapping[str, object]:
        """What the function gives on every worker, by address."""

    def close(self, timeout: float) -> None:
        """Go, and forget what was asked."""


class ClusterLost(Failed):
    """The scheduler is gone; what had finished by then has been kept."""


class Cluster(Executor):
    """An executor on a dask cluster, which notices when its scheduler is gone."""

    def __init__(self, client: Client, address: str) -> None:
        self._client, self._address = client, address
        self._executor = client.get_executor(pure=False, retries=2)
        self._seen = time.monotonic()

    def submit(self, fn: Callable[P, Result], /, *args: P.args, **kwargs: P.kwargs) -> Future[Result]:
        """Call it on one of the workers."""
        future: Future[Result] = self._executor.submit(fn, *args, **kwargs)
        return future

    def result(self, future: Future[Result]) -> Result | None:
        """What a finished call gave, None if it took every worker down with it that tried.

        Raises:
            ClusterLost: when it was not called, because the scheduler is gone.
        """
        try:
            return future.result()
        except CancelledError:
            raise self._lost() from None
        except Exception as error:
            if type(error).__name__ == "KilledWorker":
                return None
            if type(error).__module__.startswith("distributed"):
                raise self._lost() from error
            raise

    def check(self) -> None:
        """Raise ClusterLost when the scheduler has been away for too long."""
        if self._client.status == "running":
            self._seen = time.monotonic()
        elif time.monotonic() - self._seen > SECONDS_TO_RETURN:
            raise self._lost()

    def _lost(self) -> ClusterLost:
        return ClusterLost(
            f"The dask scheduler at {self._address} is gone; what had finished is kept, and the same command goes on "
            "from there."
        )


@contextmanager
def cluster_workers(address: str) -> Iterator[Cluster]:
    """The workers of the dask scheduler at an address.

    Raises:
        Mistakes: when nobody is there, it is no scheduler, it has no workers, or they run another program than this.
    """
    distributed = import_module("distributed")  # which has no types

    def connected() -> Client:
        found: Client = distributed.Client(address, timeout=SECONDS_TO_CONNECT, set_as_default=False)
        return found

    _silence()
    try:
        client = _within(SECONDS_TO_CONNECT, connected)
    except Exception:  # whatever it is that answers, or does not
        raise Mistakes([f"There is no dask scheduler at {address}."]) from None
    try:
        _check_workers(client, address)
        yield Cluster(client, address)
    finally:
        with suppress(Exception):  # gone is closed
            _within(SECONDS_TO_ANSWER, lambda: client.close(timeout=SECONDS_TO_ANSWER))


def _within(seconds: float, call: Callable[[], Result]) -> Result:
    """The call's result; raises TimeoutError where it takes longer, as one to something silent does for ever."""
    answer: Future[Result] = Future()

    def answered() -> None:
        try:
            answer.set_result(call())
        except BaseException as error:  # whoever waits is told
            answer.set_exception(error)

    threading.Thread(target=answered, daemon=True).start()
    return answer.result(seconds)


def _check_workers(client: Client, address: str) -> None:
    try:
        client.wait_for_workers(1, timeout=SECONDS_TO_ANSWER)
    except TimeoutError:
        raise Mistakes([f"The dask scheduler at {address} has no workers."]) from None
    except Exception:
        raise Mistakes([f"The dask scheduler at {address} does not answer."]) from None
    try:
        theirs = _within(SECONDS_TO_ANSWER, lambda: client.run(what_decides)).values()
    except Exception:
        raise Mistakes([f"The workers of {address} cannot run this program; install its version there."]) from None
    if any(one != what_decides() for one in theirs):
        raise Mistakes(
            [f"The workers of {address} have another version of this program, or of numpy, scipy, simpy or pandas."]
        )


def what_decides() -> tuple[str, dict[str, str]]:
    """What must be the same here and there for runs to be the same: sources and versions."""
    return sources_hash(), dict(versions())


def _silence() -> None:
    """What dask says of lost connections, from threads of its own and late, is said in a sentence of ours."""
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] == "distributed":
            logging.getLogger(name).disabled = True
