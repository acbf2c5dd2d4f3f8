"""The receipt as a page: what came in, what was put aside, what was mended, and why."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from framing.corpus import Corpus
    from framing.receipt import Receipt

FEW_SOURCES, MOST_SOURCES, MOST_EXAMPLES, LONGEST = 10, 200, 3, 160
CSS = """
:root { color-scheme: light; }
body { font: 15px/1.5 "Open Sans", system-ui, sans-serif; color: #222; background: #fff;
  max-width: 58rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin: 0 0 .3rem; }
"""
RECEIPT_CSS = """
.receipt h3 { font-size: .95rem; margin: 1.4rem 0 .3rem; }
.receipt .scroll { overflow-x: auto; }
.receipt table { border-collapse: collapse; font-size: 12.5px; }
.receipt table th, .receipt table td { text-align: left !important; vertical-align: top;
  padding: .2rem .9rem .2rem 0; border-bottom: 1px solid #eee; white-space: normal; }
.receipt table td.n, .receipt table th.n { text-align: right !important; white-space: nowrap;
  font-variant-numeric: tabular-nums; }
.receipt summary { cursor: pointer; color: #0072b2; margin: 1.4rem 0 .3rem; }
.receipt .bar { display: flex; height: .55rem; margin: .4rem 0; background: #e4e4e4; }
.receipt .bar span { background: #0072b2; }
.receipt .soft { color: #666; } .receipt del { background: #fbe3d6; }
.receipt ins { background: #d5eee5; text-decoration: none; }
"""


def receipt_page(corpus: Corpus, title: str) -> str:
    """A page of its own; nothing in it is loaded from elsewhere, and all of it is escaped."""
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Receipt of {escape(title)}</title>
<style>{CSS}{RECEIPT_CSS}</style>
</head>
<body>
<h1>Receipt of {escape(title)}</h1>
{receipt_html(corpus.receipt, corpus.articles)}
</body>
</html>
"""


def receipt_html(receipt: Receipt, articles: pd.DataFrame | None = None) -> str:
    """The receipt as a piece of a page, with a table of the outlets if the articles are given."""
    aside = len(receipt.quarantined)
    share = receipt.kept / receipt.expected if receipt.expected else 0
    parts = [
        f"<p><b>{receipt.expected:,}</b> articles expected = <b>{receipt.kept:,}</b> kept + "
        f"<b>{aside:,}</b> put aside.</p>",
        f'<div class="bar"><span style="width:{share:.2%}"></span></div>',
    ]
    if articles is not None and len(articles):
        parts.append(_table("Outlets", _outlets(articles)))
    parts.append(_table("Put aside, and why", _aside(receipt.quarantined)))
    parts.append(_table("Mended, filled in or flagged", _repairs(receipt.repaired)))
    parts.append(_table("Changed by cleaning", _edits(receipt.edits)))
    files = _table("Files", _files(receipt.sources))
    more = len(receipt.sources) - MOST_SOURCES
    files += f'<p class="soft">and {more:,} more files.</p>' * (more > 0)
    if len(receipt.sources) > FEW_SOURCES:
        told = f"<summary>{len(receipt.sources):,} files</summary>"
        files = f"<details>{told}{files}</details>"
    parts.append(files)
    return f'<div class="receipt">{"".join(parts)}</div>'


def _outlets(articles: pd.DataFrame) -> pd.DataFrame:
    groups = articles.groupby("outlet", sort=True)
    table = pd.DataFrame({"articles": groups.size()})
    if "date" in articles:
        for name, days in (("first day", groups["date"].min()), ("last day", groups["date"].max())):
            table[name] = ["" if pd.isna(day) else f"{day:%Y-%m-%d}" for day in days]
    for name in ("date", "title", "author", "genre"):
        if name in articles:
            table[f"without {name}"] = groups[name].agg(lambda values: int(values.isna().sum()))
    if "genre" in articles:
        known = articles.dropna(subset=["genre"])
        shares = (known["genre"] != "news").groupby(known["outlet"]).mean()
        table["not news"] = [
            f"{shares[name]:.0%}" if name in shares.index else "" for name in table.index
        ]
    return table.rename_axis("outlet").reset_index()


def _aside(quarantined: pd.DataFrame) -> pd.DataFrame:
    named = quarantined["source"] + ", row " + quarantined["row"].astype("str")
    return _counted(quarantined["reason"], named, "articles", "reason")


def _repairs(repaired: pd.DataFrame) -> pd.DataFrame:
    details = repaired["detail"].fillna("").str.slice(0, LONGEST)
    named = (repaired["article_id"] + ": " + details).str.removesuffix(": ")
    return _counted(repaired["repair"], named, "articles", "what")


def _edits(edits: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for kind, group in edits.groupby("kind", sort=False):
        first = group.drop_duplicates(["original", "replacement"]).head(MOST_EXAMPLES)
        shown = [
            f"<del>{_short(one.original)}</del><ins>{_short(one.replacement)}</ins>"
            for one in first.itertuples()
        ]
        rows.append((len(group), group["article_id"].nunique(), escape(str(kind)), _lines(shown)))
    rows.sort(key=lambda row: -row[0])
    return pd.DataFrame(rows, columns=["changes", "articles", "kind", "for instance (html)"])


def _files(sources: pd.DataFrame) -> pd.DataFrame:
    table = sources.head(MOST_SOURCES).astype({"stated": object})
    table["stated"] = ["" if pd.isna(stated) else f"{stated:,.0f}" for stated in table["stated"]]
    words = {name: table[name].astype("str").fillna("") for name in ("encoding", "columns")}
    table = table.assign(**words)
    table = table.loc[:, [name for name in table if name != "columns" or (table[name] != "").any()]]
    return table.rename(columns={"source": "file", "quarantined": "put aside"})


def _counted(values: pd.Series, named: pd.Series, noun: str, title: str) -> pd.DataFrame:
    """A row for each value, most frequent first, with a few instances."""
    counts = values.value_counts(sort=False).sort_values(ascending=False, kind="stable")
    rows = [
        (number, escape(str(value)), _lines(map(_short, named[values == value][:MOST_EXAMPLES])))
        for value, number in counts.items()
    ]
    return pd.DataFrame(rows, columns=[noun, f"{title} (html)", "for instance (html)"])


def _lines(shown: Iterable[str]) -> str:
    return "<br>".join(shown)


def _short(text: object) -> str:
    words = str(text) if pd.notna(text) else ""
    return escape(words if len(words) <= LONGEST else words[: LONGEST - 1] + "…")


def _table(title: str, table: pd.DataFrame) -> str:
    """A table under a heading; columns called `… (html)` are escaped already."""
    if table.empty:
        return ""
    numbers = {name for name in table if table[name].dtype.kind in "if"}
    head = "".join(
        f'<th class="n">{escape(name)}</th>' if name in numbers
        else f"<th>{escape(name.removesuffix(' (html)'))}</th>"
        for name in table
    )  # fmt: skip
    body = []
    for row in table.itertuples(index=False):
        cells = [
            f'<td class="n">{value:,}</td>' if name in numbers
            else f"<td>{value if name.endswith(' (html)') else escape(str(value))}</td>"
            for name, value in zip(table, row, strict=True)
        ]  # fmt: skip
        body.append(f"<tr>{''.join(cells)}</tr>")
    return (
        f'<h3>{escape(title)}</h3><div class="scroll"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(body)}</tbody></table></div>"
    )
