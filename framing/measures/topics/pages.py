"""Pages to label topics from: one a topic, with words, sentences and articles, and no network."""

from __future__ import annotations

import os
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.errors import FramingError
from framing.measures.topics.naming import (
    COLUMNS,
    read_labels,
    rows_of_topics,
    sheet_of,
    write_labels,
)
from framing.saving import write_whole

if TYPE_CHECKING:
    from framing.measures.topics.model import Topics

SHEET = "topics.csv"
WORDS, SENTENCES, ARTICLES = 30, 10, 10
CSS = """
:root { color-scheme: light; }
body { font: 15px/1.5 "Open Sans", system-ui, sans-serif; color: #222; background: #fff;
  max-width: 52rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; margin: 0 0 .3rem; } h2 { font-size: 1.05rem; margin: 1.6rem 0 .3rem; }
p.lead, small, footer { color: #666; } a { color: #0072b2; }
table { border-collapse: collapse; } td, th { text-align: left; vertical-align: top;
  padding: .2rem .9rem .2rem 0; border-bottom: 1px solid #eee; }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
"""


def label_topics(
    model: Topics, folder: str | os.PathLike[str], labels: str | os.PathLike[str] | None = None
) -> Path:
    """Write a page a topic to read, and a table to write labels into.

    The folder gets ``index.html`` with a line a topic, and a page each with its words, the share
    that each outlet gives it, sentences that bring most to it and articles that have most of it.
    Labels go into ``topics.csv``: open it in a spreadsheet, fill the column ``label``, save as CSV.
    A table that is there keeps its labels and notes: its rows are matched with the topics by their
    words, so that they survive another fit; rows of topics that are gone stay at the end.

    Parameters
    ----------
    model : Topics
    folder : path
    labels : path, optional
        The table; without it ``topics.csv`` in the folder.

    Returns
    -------
    Path
        Of ``index.html``.

    Raises
    ------
    FramingError
        The table is there and has no columns ``words`` and ``label``.
    """
    folder = Path(folder)
    sheet_path = folder / SHEET if labels is None else Path(labels)
    table = sheet_of(model._weights, model._given.terms)
    if sheet_path.is_file():
        table = _kept(table, read_labels(sheet_path))
    write_labels(sheet_path, table)
    count = len(model.labels)
    for topic in range(count):
        page = _topic_page(model, topic, str(table.at[topic, "label"]), count)
        write_whole(folder / f"topic-{topic}.html", page.encode("utf-8", "replace"))
    rows = "".join(
        f'<tr><td class="number">{topic}</td><td><a href="topic-{topic}.html">'
        f"{escape(str(row.label) or model.labels[topic])}</a></td>"
        f"<td>{escape(str(row.words))}</td>"
        f'<td class="number">{_percent(model.quality.at[topic, "prevalence"])}</td></tr>'
        for topic, row in enumerate(table.head(count).itertuples())
    )
    body = f"""<h1>Topics to label</h1>
<p class="lead">Read a topic's page, then write a name into the column <i>label</i> of
{escape(sheet_path.name)}. Leave it empty where the articles have nothing in common that you could
name: that is a finding too.</p>
<table><tr><th></th><th>topic</th><th>foremost words</th><th>share</th></tr>{rows}</table>"""
    return write_whole(folder / "index.html", _page("Topics", body).encode("utf-8", "replace"))


def _kept(table: pd.DataFrame, given: pd.DataFrame) -> pd.DataFrame:
    """The table with the labels and notes of the rows given that match, others at the end."""
    if "note" not in given:
        given = given.assign(note="")
    places = rows_of_topics(table, given)
    found = places >= 0
    for name in ("label", "note"):
        values = given[name].to_numpy()
        table[name] = [values[place] if place >= 0 else "" for place in places]
    gone = given.drop(index=places[found])
    gone = gone[(gone["label"] != "") | (gone["note"] != "")]
    return pd.concat([table, gone.assign(topic="gone")], ignore_index=True)[COLUMNS]


def _topic_page(model: Topics, topic: int, label: str, count: int) -> str:
    name = model.labels[topic]
    words = model.words[model.words["topic"] == topic].head(WORDS)
    listed = ", ".join(
        f"{escape(row.term)} <small>{row.exclusivity:.0%}</small>" for row in words.itertuples()
    )
    articles = model.measure.articles
    share = model.documents[name]
    by_outlet = share.groupby(articles["outlet"]).mean().sort_values(ascending=False)
    outlets = "".join(
        f'<tr><td>{escape(str(outlet))}</td><td class="number">{_percent(value)}</td></tr>'
        for outlet, value in by_outlet.items()
    )
    top = share.dropna().nlargest(ARTICLES)
    titles = articles["title"] if "title" in articles else pd.Series("", index=articles.index)
    titles = titles.astype("object").fillna("")
    read = "".join(
        f'<tr><td class="number">{_percent(value)}</td>'
        f"<td>{escape(str(articles.at[one, 'outlet']))}</td>"
        f"<td>{escape(str(titles[one]) or str(one))}</td></tr>"
        for one, value in top.items()
    )
    quality = model.quality.iloc[topic]
    around = [topic - 1, topic + 1]
    links = " · ".join(
        f'<a href="topic-{one}.html">topic {one}</a>' for one in around if 0 <= one < count
    )
    body = f"""<p><a href="index.html">all topics</a> · {links}</p>
<h1>Topic {topic}: {escape(label or name)}</h1>
<p class="lead">{_percent(quality["prevalence"])} of the corpus; coherence (NPMI)
{quality["npmi"]:.2f}, exclusivity {quality["exclusivity"]:.2f}.</p>
<h2>Words <small>and how much of each belongs to this topic</small></h2><p>{listed}</p>
<h2>Sentences that bring most to it</h2>{_sentences(model, topic)}
<h2>Articles that have most of it</h2><table>{read}</table>
<h2>Mean share by outlet</h2><table>{outlets}</table>"""
    return _page(f"Topic {topic}", body)


def _sentences(model: Topics, topic: int) -> str:
    try:
        rows = model.sentences(topic, SENTENCES)
    except FramingError:  # features have counts alone
        return "<p>The numbers came without sentences.</p>"
    said = "".join(
        f"<tr><td>{escape(str(row.outlet))}</td><td>{escape(row.sentence_text)}</td></tr>"
        for row in rows.itertuples()
    )
    return f"<table>{said}</table>"


def _percent(value: float) -> str:
    return f"{value:.1%}" if np.isfinite(value) else "–"


def _page(title: str, body: str) -> str:
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{escape(title)}</title>
<style>{CSS}</style>
</head>
<body>
{body}
<footer><p>Topics say what is covered, not how: they are not frames.</p></footer>
</body>
</html>
"""
