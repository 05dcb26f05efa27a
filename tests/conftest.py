"""For all tests: few generated examples, without a deadline; finished replications in a folder of this session only."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests.shared import shared_folder

for profile, examples in {"company": 40, "thorough": 400}.items():  # the second by --hypothesis-profile=thorough
    settings.register_profile(
        profile,
        max_examples=examples,
        deadline=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.too_slow],
    )
settings.load_profile("company")

# Where Python is told to keep no bytecode, every process of the tests would compile all of it anew.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def pytest_collection_finish() -> None:
    """Look for garbage less often, and not among all that is imported by now: it takes a tenth of the tests' time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 5, 5)


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Neither read nor fill the user's cache of finished replications."""
    from sim.experiment.store import VARIABLE  # not above: the process that only hands out tests needs none of it

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, str(shared_folder(tmp_path_factory) / "cache"))
        patch.setenv("COLUMNS", "120")  # whatever terminal the tests are run from
        yield
