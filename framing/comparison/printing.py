"""A comparison as a paper prints it: a table, and the sentence of the methods section."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any, Literal

import numpy as np
import pandas as pd

from framing.comparison.table import COLUMNS
from framing.errors import FramingError, check_choice

Form = Literal["markdown", "latex", "html", "csv"]
_LATEX = str.maketrans(
    {
        **{mark: f"\\{mark}" for mark in "&%$#_{}"},
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "\N{MINUS SIGN}": "$-$",
    }
)


def format_comparison(table: pd.DataFrame, form: Form = "markdown", digits: int = 2) -> str:
    """The result of `compare` as a table for a paper, with its notes and the methods sentence.

    A row for each outlet, part and category: its level with the interval in brackets, articles
    and events, and the contrast with its interval, p and q. Rates per word are given per 1,000
    words and shares in per cent. What is undefined is a dash, with its note beneath the table.

    Parameters
    ----------
    table : DataFrame
        What `compare` gave, or some of its rows.
    form : {"markdown", "latex", "html", "csv"}
        LaTeX uses booktabs. CSV has the table alone, one number a cell and no rounding.
    digits : int
        Digits after the point of levels and contrasts; p and q have three.

    Returns
    -------
    str

    Raises
    ------
    FramingError
        `table` is no comparison, or `form` is none of those allowed.

    Examples
    --------
    >>> from framing.comparison import compare
    >>> from framing.measures.measure import Measure
    >>> articles = pd.DataFrame({"article_id": list("abcd"), "outlet": ["X", "Y"] * 2,
    ...                          "event": ["flood"] * 2 + ["strike"] * 2})
    >>> sums = pd.DataFrame({"article_id": list("abcd"), "category": "alarm",
    ...                      "numerator": [4, 1, 6, 4], "denominator": [100, 100, 300, 100]})
    >>> measure = Measure.from_sums(sums, articles, name="terms", unit="hits per word")
    >>> print(format_comparison(compare(measure)).splitlines()[0])
    | outlet | category | articles | events | per 1,000 words | ratio to the rest | p | q | notes |
    """
    check_choice("form", form, ["markdown", "latex", "html", "csv"])
    missing = [name for name in COLUMNS if name not in table.columns]
    if missing:
        raise FramingError(f"table has no column {missing[0]!r}; give what framing.compare gave.")
    by = [str(name) for name in table.columns[: list(table.columns).index("measure")]]
    rows = _rows(table, by)
    if form == "csv":
        return _csv(rows, by)
    notes = list(dict.fromkeys(note for row in rows for note in row["notes"]))
    head, body = _cells(rows, by, table, notes, digits)
    beneath = [f"{_mark(number)} {note}." for number, note in enumerate(notes)]
    beneath.append(methods_sentence(table))
    return {"markdown": _markdown, "latex": _latex, "html": _html}[form](head, body, beneath)


def methods_sentence(table: pd.DataFrame) -> str:
    """What was compared and how, for the methods section: unit, model, resamples, n, corrections.

    Parameters
    ----------
    table : DataFrame
        What `compare` gave; with some of its rows, the numbers are theirs.

    Examples
    --------
    >>> from framing import example, loaded_terms
    >>> from framing.comparison import compare
    >>> print(methods_sentence(compare(loaded_terms(example()), resamples=100)))
    Loaded terms ... of 6 outlets ...
    """
    said = table.attrs.get("comparison")
    if said is None:
        raise FramingError(
            "table does not say how it was made (it was read from a file, or put together); give"
            " what framing.compare gave."
        )
    by, contrasts = said["by"], table[table["kind"] == "contrast"]
    names = len(table[by].drop_duplicates())
    sentences = [
        f"{said['measure'][:1].upper()}{said['measure'][1:]} ({said['unit']}) of {names:,} "
        f"{' and '.join(by)}s were compared in {said['n_articles']:,} articles"
        + (f" on {said['n_events']:,} events" if said["n_events"] else "")
    ]
    if len(contrasts):
        sentences.append(_about_contrasts(contrasts, said))
    sentences.append(_about_intervals(table, said))
    if contrasts["p_value"].notna().any():
        sentences.append(_about_tests(contrasts, said))
    return ". ".join(sentence for sentence in sentences if sentence) + "."


def _about_contrasts(contrasts: pd.DataFrame, said: Mapping[str, Any]) -> str:
    against = ", ".join(dict.fromkeys(contrasts["reference"].dropna()))
    against = {"rest": "all others together"}.get(against, against)
    against = "each other" if said["pairs"] else against
    if not said["n_events"]:
        return f"Each was set against {against}, whatever the events"
    weighted = "each event having the same say" if said["weight"] == "event" else (
        "events weighted as by Mantel and Haenszel (1959)"
    )  # fmt: skip
    scales = " and ".join(f"{scale}s" for scale in dict.fromkeys(contrasts["scale"].dropna()))
    return f"Each was set against {against} on the events that both cover ({scales}; {weighted})"


def _about_intervals(table: pd.DataFrame, said: Mapping[str, Any]) -> str:
    units = "events" if said["n_events"] else "articles"
    how = {
        "jackknife": f"a delete-one jackknife over {units} with Student's t",
        "bootstrap": f"{said['resamples']:,} bootstrap samples of {units}",
        "sentence blocks": "a delete-one jackknife over blocks of three sentences, which describes "
        "these articles and not the outlets",
    }
    there = [name for name in dict.fromkeys(table["interval_method"].dropna()) if name in how]
    return f"95% intervals are from {' and '.join(how[name] for name in there)}" if there else ""


def _about_tests(contrasts: pd.DataFrame, said: Mapping[str, Any]) -> str:
    what = "cells of outlet and event" if said["n_events"] else "articles"
    families = contrasts.dropna(subset=["q_value"]).drop_duplicates("family")
    sizes = " and ".join(
        f"{row.family_size:,.0f} {'' if row.family == 'all' else row.family + ' '}contrasts"
        for row in families.itertuples()
    )
    return (
        f"p-values are from exchanging {what} ({said['resamples']:,} exchanges, or all where "
        f"there are fewer), and q-values control the false discovery rate (Benjamini and Hochberg "
        f"1995) over {sizes}"
    )


def _rows(table: pd.DataFrame, by: list[str]) -> list[dict[str, Any]]:
    """Level and contrast of each outlet, part and category, in the order of the table."""
    rows: dict[tuple[Any, ...], dict[str, Any]] = {}
    for record in table.to_dict("records"):
        names = tuple(record[name] for name in by)
        key: tuple[Any, ...] = (record["category"], record["part"], names)
        row = rows.setdefault(key, {"key": key, "level": None, "contrast": [], "notes": []})
        if record["kind"] == "level":
            row["level"] = record
        elif row["contrast"] and row["contrast"][0]["reference"] != record["reference"]:
            key = (*key, record["reference"])  # a pair: a line for each
            row = rows.setdefault(key, {**row, "key": key[:3], "contrast": [], "notes": []})
            row["contrast"].append(record)
        else:
            row["contrast"].append(record)
        row["notes"] += [note for note in (record["note"] or "").split("; ") if note]
    return list(rows.values())


def _cells(
    rows: list[dict[str, Any]], by: list[str], table: pd.DataFrame, notes: list[str], digits: int
) -> tuple[list[str], list[list[str]]]:
    unit = table.attrs.get("comparison", {}).get("unit", "")
    factor, shown = _shown(unit)
    several = table["part"].nunique() > 1
    contrasts = table[table["kind"] == "contrast"]
    scale = contrasts["scale"].iloc[0] if len(contrasts) else ""
    references = list(dict.fromkeys(contrasts["reference"]))
    reference = references[0] if len(references) == 1 else "the other"
    word = {"ratio": "ratio to", "difference": "difference from"}.get(scale, "")
    head = [*by, *(["part"] if several else []), "category", "articles", "events", shown]
    if len(contrasts):
        head += [f"{word} {'the rest' if reference == 'rest' else reference}", "p", "q"]
    head.append("notes")
    body = []
    for row in rows:
        category, part, names = row["key"]
        level, first = row["level"], row["contrast"][0] if row["contrast"] else None
        about = level or row["contrast"][0]
        shown_names = [str(name) for name in names]
        if first is not None and len(references) > 1:
            shown_names[-1] += f" : {first['reference']}"
        cells = [*shown_names, *([str(part)] if several else []), str(category).replace("_", " ")]
        cells += [f"{about['n_articles']:,}", f"{about['n_events']:,}"]
        cells.append(_estimate(level, factor, digits))
        if len(contrasts):
            by_ratio = first is not None and first["scale"] == "ratio"
            cells.append(_estimate(first, 1 if by_ratio else factor, digits))
            cells += [_p(first, "p_value"), _p(first, "q_value")]
        marks = [_mark(notes.index(note)) for note in dict.fromkeys(row["notes"])]
        body.append([*cells, " ".join(marks)])
    return head, body


def _shown(unit: str) -> tuple[float, str]:
    """The factor and the words by which a unit is printed."""
    if unit.endswith("per word"):
        return 1000.0, "per 1,000 words"
    return (100.0, "%") if unit.startswith("share of") else (1.0, unit or "estimate")


def _estimate(record: Mapping[str, Any] | None, factor: float, digits: int) -> str:
    if record is None or np.isnan(record["estimate"]):
        return "–"
    low, high = record["conf_low"] * factor, record["conf_high"] * factor
    text = _signed(record["estimate"] * factor, digits)
    return text if np.isnan(low) else f"{text} [{_signed(low, digits)}, {_signed(high, digits)}]"


def _signed(value: float, digits: int) -> str:
    return f"{value:.{digits}f}".replace("-", "\N{MINUS SIGN}")


def _p(record: Mapping[str, Any] | None, name: str) -> str:
    if record is None or np.isnan(record[name]):
        return "–"
    return "<.001" if record[name] < 0.001 else f"{record[name]:.3f}".lstrip("0")


def _mark(number: int) -> str:
    """a, b, …, z, aa, ab, …"""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(97 + rest) + letters
    return f"({letters})"


def _markdown(head: list[str], body: list[list[str]], beneath: list[str]) -> str:
    def line(cells: Iterable[str]) -> str:
        return (
            "| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in cells) + " |"
        )

    rule = "|" + "|".join("---" for _ in head) + "|"
    return "\n".join([line(head), rule, *map(line, body), "", *beneath]) + "\n"


def _latex(head: list[str], body: list[list[str]], beneath: list[str]) -> str:
    def line(cells: Iterable[str]) -> str:
        return " & ".join(" ".join(cell.split()).translate(_LATEX) for cell in cells) + r" \\"

    return "\n".join(
        [
            rf"\begin{{tabular}}{{ll{'r' * (len(head) - 3)}l}}",
            *[r"\toprule", line(head), r"\midrule", *map(line, body), r"\bottomrule"],
            r"\end{tabular}",
            *[rf"\par\noindent {sentence.translate(_LATEX)}" for sentence in beneath],
            "",
        ]
    )


def _html(head: list[str], body: list[list[str]], beneath: list[str]) -> str:
    def line(cells: Iterable[str], tag: str) -> str:
        return "<tr>" + "".join(f"<{tag}>{escape(cell)}</{tag}>" for cell in cells) + "</tr>"

    rows = "\n".join(line(cells, "td") for cells in body)
    notes = "\n".join(f"<p>{escape(sentence)}</p>" for sentence in beneath)
    thead = f"<thead>{line(head, 'th')}</thead>"
    return f"<table>\n{thead}\n<tbody>\n{rows}\n</tbody>\n</table>\n{notes}\n"


def _csv(rows: list[dict[str, Any]], by: list[str]) -> str:
    level = ["estimate", "conf_low", "conf_high", "n_articles", "n_events"]
    contrast = ["reference", "scale", "estimate", "conf_low", "conf_high", "p_value", "q_value"]
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\n")
    named = [f"contrast_{name}" if name in level else name for name in contrast]
    writer.writerow([*by, "part", "category", *level, *named, "notes"])
    for row in rows:
        category, part, names = row["key"]
        first = row["contrast"][0] if row["contrast"] else {}
        values = [(row["level"] or {}).get(column) for column in level]
        values += [first.get(column) for column in contrast]
        cells = ["" if value is None or value != value else value for value in values]
        writer.writerow([*names, part, category, *cells, "; ".join(dict.fromkeys(row["notes"]))])
    return held.getvalue()
