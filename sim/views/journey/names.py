"""Finding a case by its name, as people write it, among the cases of both worlds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches

import pandas as pd

from sim.inputs.mistakes import Mistakes
from sim.measures.catalogue import numbered
from sim.views.journey.words import Told


class NoSuchCase(Mistakes, KeyError):
    """No case answers to the name."""

    __str__ = Mistakes.__str__  # a KeyError's own would quote the sentence


def plain(name: str) -> str:
    """A name as people may write it: order-12, Order 12 and order12 are one."""
    spaced = re.sub(r"[\s_-]+", " ", name.strip().lower())
    return re.sub(r"(?<=[a-z])(?=\d)", " ", re.sub(r"\s*/\s*", "/", spaced))


def unique_names(worlds: Sequence[Told]) -> pd.DataFrame:
    """Case, name (numbered where cases share one), shared name; all cases of both worlds, first opened first.

    The numbers are those of tables/twins.csv.
    """
    tables = [
        pd.DataFrame(
            {
                "case": told.run.cases["case"],
                "opened": told.run.cases["opened"],
                "shared": told.run.cases["case"].map(told.names),
            }
        )
        for told in worlds
    ]
    table = pd.concat(tables).drop_duplicates("case").sort_values(["opened", "shared", "case"], kind="stable")
    return table.assign(name=numbered(table["shared"])).reset_index(drop=True)


def matching(name: str, names: pd.DataFrame) -> list[int]:
    """Keys of the cases that answer to a name: its own, else those whose last part it is.

    Raises:
        NoSuchCase: when there are none; the message names the nearest.
    """
    wanted, own, shared = plain(name), names["name"].map(plain), names["shared"].map(plain)
    for fits in (
        own == wanted,
        shared == wanted,
        own.str.endswith(f"/{wanted}"),
        shared.str.endswith(f"/{wanted}"),
    ):
        if fits.any():
            return [int(key) for key in names.loc[fits, "case"]]
    near = _nearest(wanted, names["name"])
    hint = f"; the nearest are {', '.join(near)}" if near else ""
    raise NoSuchCase([f"No case is called {name!r} in either world{hint}."])


def _nearest(wanted: str, names: pd.Series[str]) -> list[str]:
    """Up to five names: of the kind that is spelled most alike, the numbers next to the one wanted."""
    kinds = names.str.replace(r" \d+( \(\d+\))?$", "", regex=True).str.lower()
    parts = re.fullmatch(r"(.*?)\s*(\d+)?(?: \(\d+\))?", wanted)
    kind, number = (parts[1], float(parts[2] or 1)) if parts else (wanted, 1.0)
    roots = kinds[~kinds.str.contains("/", regex=False)].unique().tolist()
    close = get_close_matches(kind, kinds.unique().tolist() if "/" in kind else roots, n=1, cutoff=0.5)
    if not close:
        return [f"{root} 1" for root in roots[:5]]
    alike = names[kinds == close[0]]
    numbers = alike.str.extract(r" (\d+)(?: \(\d+\))?$")[0].astype(float)
    order = (numbers - number).abs().sort_values(kind="stable").index[:5]
    return [str(found) for found in alike.loc[order]]
