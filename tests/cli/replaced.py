"""A module in the place of another."""

from __future__ import annotations

import sys
import types

import pytest


def replace_module(monkeypatch: pytest.MonkeyPatch, name: str, **contents: object) -> None:
    """Whoever imports the module of this name during a test finds these contents instead."""
    module = types.ModuleType(name)
    for key, value in contents.items():
        setattr(module, key, value)
    monkeypatch.setitem(sys.modules, name, module)
