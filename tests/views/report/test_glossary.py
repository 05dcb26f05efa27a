"""The glossary of the report: the READMEs' own words, once a section, reached by keyboard, in the way of nothing."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from sim.views.report.glossary import TERMS, explained

ROOT = Path(__file__).parents[3]


def meanings() -> dict[str, str]:
    """Every row of the glossaries of both READMEs."""
    found: dict[str, str] = {}
    for name, head in (("README.md", "## Fifteen words"), ("scenarios/README.md", "## Glossary")):
        part = (ROOT / name).read_text(encoding="utf-8").split(head)[1].split("\n## ")[0]
        for words, meaning in re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", part, re.MULTILINE):
            found |= {word.strip(): meaning.strip() for word in words.split(",")}
    return found


@pytest.mark.parametrize("word", TERMS)
def test_meanings_are_those_of_the_readmes(word: str) -> None:
    assert meanings()[word].partition("; one that")[0] == TERMS[word]


def test_a_word_is_explained_where_it_first_stands() -> None:
    page = explained("<p>Twins have a lead time.</p>\n<ul><li>A twin, adjusted (Holm).</li></ul><p>Holm.</p>")
    terms = list(ET.fromstring(f"<div>{page}</div>").iter("dfn"))
    assert [term.text for term in terms] == ["Twin", "lead time", "Holm"]
    assert all(term.attrib["tabindex"] == "0" for term in terms)
    assert terms[0].attrib["data-meaning"] == f"twin: {TERMS['twin']}"
    assert "".join(ET.fromstring(f"<div>{page}</div>").itertext()).startswith("Twins have a lead time.")


def test_links_code_labels_headings_and_tables_stay_as_they_are() -> None:
    for own in (
        '<p><a href="#x">The twin</a></p>', "<p><code>lever</code></p>", "<h2>Holm</h2>", "<td>journal</td>",
        '<p><label for="x">lever</label></p>', "<p>leverage, twinkle</p>",
    ):  # fmt: skip
        assert explained(own) == own


def test_attributes_are_no_text() -> None:
    own = '<p class="twin">Nothing here.</p>'
    assert explained(own) == own
