"""One case's story in both worlds, as text: every interval in order, what was decided about it, and where its time went.

The intervals are those the lead-time split adds up, cut by the same rules, so the story and the split agree.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pandas as pd

from sim.company.customers import is_newcomer_number, kind_of_customer
from sim.company.decisions import CAUSES
