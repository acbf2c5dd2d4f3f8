"""A comparison printed for a paper: every number that of the table, nothing broken by names."""

from __future__ import annotations

import csv
import io
import re
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest

import framing as fr
from framing.errors import FramingError


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return fr.compare(fr.loaded_terms(fr.example()), resamples=200)


def _named(outlets: list[str]) -> pd.DataFrame:
    articles = pd.DataFrame(
        {
            "article_id": [f"{o}{e}" for o in range(len(outlets)) for e in range(6)],
            "outlet": np.repeat(outlets, 6),
            "event": [f"e{e}" for _ in outlets for e in range(6)],
        }
    )
    sums = articles[["article_id"]].assign(
        category="a_b", numerator=np.arange(len(articles)) % 5, denominator=100
    )
    measure = fr.Measure.from_sums(sums, articles, name="terms", unit="hits per word")
    return fr.compare(measure, resamples=50)


def test_the_numbers_are_those_of_the_table(table: pd.DataFrame) -> None:
    lines = fr.format_comparison(table).splitlines()
    assert lines[1].count("---") == lines[0].count("|") - 1
    row = next(line for line in lines if line.startswith("| The Common Voice | doubt |"))
    mine = table[(table["outlet"] == "The Common Voice") & (table["category"] == "doubt")]
    level, contrast = mine.iloc[0], mine.iloc[1]
    cells = [cell.strip() for cell in row.strip("| ").split("|")]
    found = [float(number.replace("−", "-")) for number in re.findall(r"−?\d+\.\d+", cells[4])]
    assert found == [round(level[n] * 1000, 2) for n in ("estimate", "conf_low", "conf_high")]
    found = [float(number) for number in re.findall(r"\d+\.\d+", cells[5])]
    assert found == [round(contrast[n], 2) for n in ("estimate", "conf_low", "conf_high")]
    assert float(cells[7]) == round(contrast["q_value"], 3)


def test_csv_has_every_number_unrounded(table: pd.DataFrame) -> None:
    read = pd.read_csv(io.StringIO(fr.format_comparison(table, "csv")))
    levels = table[table["kind"] == "level"].reset_index(drop=True)
    assert np.array_equal(read["estimate"], levels["estimate"], equal_nan=True)
    first = table[table["kind"] == "contrast"].drop_duplicates(["outlet", "part", "category"])
    assert np.array_equal(read["q_value"], first["q_value"], equal_nan=True)


def test_what_is_undefined_is_a_dash_with_its_note_beneath(table: pd.DataFrame) -> None:
    text = fr.format_comparison(table)
    undefined = table["estimate"].isna() & table["note"].str.contains("numerator is 0")
    assert undefined.any()
    assert "| – |" in text
    assert re.search(r"^\([a-z]\) a numerator is 0", text, re.MULTILINE)
    assert "nan" not in text.lower()


def test_names_break_no_format() -> None:
    nasty = ["A & B_1 | 50% #x", "<b>C</b>\n{d} \\ ~^$"]
    table = _named(nasty)
    markdown = fr.format_comparison(table)
    rows = [line for line in markdown.splitlines() if line.startswith("|")]
    assert len({len(re.findall(r"(?<!\\)\|", line)) for line in rows}) == 1
    latex = fr.format_comparison(table, "latex")
    body = latex[latex.index(r"\midrule") : latex.index(r"\bottomrule")]
    assert r"A \& B\_1 | 50\% \#x" in body
    assert r"\{d\} \textbackslash{} \textasciitilde{}\textasciicircum{}\$" in body
    assert len({len(re.findall(r"(?<!\\)&", line)) for line in body.splitlines()[1:]}) == 1
    tags: list[str] = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attrs: tags.append(tag)  # type: ignore[method-assign]
    parser.feed(fr.format_comparison(table, "html"))
    assert set(tags) == {"table", "thead", "tbody", "tr", "th", "td", "p"}
    read = list(csv.reader(io.StringIO(fr.format_comparison(table, "csv"))))
    assert {row[0] for row in read[1:]} == set(nasty)


def test_the_methods_sentence_states_what_was_done(table: pd.DataFrame) -> None:
    told = fr.methods_sentence(table)
    tested = int(table["q_value"].notna().sum())
    for words in (
        "Loaded terms (hits per word) of 6 outlets", "72 articles on 15 events", "Mantel",
        "jackknife over events", "200 exchanges", f"over {tested} contrasts",
    ):  # fmt: skip
        assert words in told
    pair = fr.compare(
        fr.sentiment(fr.example()), reference="Daily Clarion", interval="bootstrap", resamples=60,
        weight="event", primary=[{"outlet": "National Standard"}],
    )  # fmt: skip
    told = fr.methods_sentence(pair)
    for words in ("Daily Clarion", "60 bootstrap samples", "same say", "1 primary contrasts"):
        assert words in told
    whole = fr.compare(fr.sentiment(fr.example()), within=None, interval="none", resamples=60)
    told = fr.methods_sentence(whole)
    assert "whatever the events" in told
    assert "intervals" not in told


def test_what_is_no_comparison_is_one_sentence(table: pd.DataFrame) -> None:
    with pytest.raises(FramingError, match="no column"):
        fr.format_comparison(table[["outlet", "estimate"]])
    with pytest.raises(FramingError, match="form='pdf'"):
        fr.format_comparison(table, "pdf")  # type: ignore[arg-type]
    with pytest.raises(FramingError, match="how it was made"):
        fr.methods_sentence(pd.DataFrame(table.to_dict("list")))
