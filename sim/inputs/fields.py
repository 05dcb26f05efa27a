"""What all input data is made of: frozen tables without unknown keys, and numbers with a range."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Share = Annotated[float, Field(ge=0.0, le=1.0, allow_inf_nan=False)]
Positive = Annotated[float, Field(gt=0.0, allow_inf_nan=False)]
NotNegative = Annotated[float, Field(ge=0.0, allow_inf_nan=False)]

LONGEST_NAME = 60
Name = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)]
"""What a table or a study calls itself."""


class Frozen(BaseModel):
    """Data that cannot change and has no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=False)
