"""Where the files of these tests lie."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.inputs.small_company import write_company


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the small company in it."""
    write_company(tmp_path)
    return tmp_path
