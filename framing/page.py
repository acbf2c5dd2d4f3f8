"""The page of a study: every chart with its words and its table, in one file that needs no
network."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from framing.receipt_page import RECEIPT_CSS, receipt_html
from framing.recipes import RECIPES
from framing.saving import write_whole

if TYPE_CHECKING:
    from framing.study import Study

MOST_ROWS = 60
EVIDENCE = "<code>fr.chart(name, study).evidence(outlet=…)</code> shows the sentences behind it."
FROM_COUNTS = (
    "The charts were made from counts alone; the sentences behind them are with those who have the"
    " articles."
)
CSS = """
:root { color-scheme: light; }
body { font: 15px/1.5 "Open Sans", system-ui, sans-serif; color: #222; background: #fff;
  max-width: 58rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin: 0 0 .3rem; } h2 { font-size: 1.05rem; margin: 0; }
.lead, footer { color: #666; } nav a { margin-right: 1rem; white-space: nowrap; }
figure { margin: 2.2rem 0; padding-top: 1.2rem; border-top: 1px solid #e4e4e4; }
img { display: block; width: 100%; height: auto; margin: .4rem 0; }
details { margin: .4rem 0; } summary { cursor: pointer; color: #0072b2; }
.wide { overflow-x: auto; } table { border-collapse: collapse; font-size: 12px; }
th, td { text-align: left; padding: .15rem .6rem .15rem 0; border-bottom: 1px solid #eee;
  white-space: nowrap; }
a { color: #0072b2; }
"""


def write_page(study: Study, folder: Path) -> Path:
    """Write ``index.html`` with every chart that lies in `folder`.

    Everything that comes from articles or files is escaped; nothing is loaded from elsewhere.
    """
    there = [name for name in RECIPES if (folder / f"{name}.json").is_file()]
    figures = []
    for name in there:
        said = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        figures.append(_figure(name, RECIPES[name].question, said, folder))
    links = "".join(f'<a href="#{name}">{name}</a> ' for name in there)
    title = escape(study.name)
    receipt = receipt_html(study.corpus.receipt, study.corpus.articles)
    page = f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'">
<title>{title}</title>
<style>{CSS}{RECEIPT_CSS}</style>
</head>
<body>
<h1>{title}</h1>
<p class="lead">{len(study.corpus):,} articles of {len(study.outlets):,} outlets,
{len(study.counted):,} of them counted. Every number stands in the table under its chart;
{EVIDENCE if study.has_sentences else FROM_COUNTS}</p>
<nav>{links}</nav>
<details><summary>What was read</summary>{receipt}</details>
{"".join(figures)}
<footer>Made with media-framing. Measures count words; what they mean is for readers to
judge.</footer>
</body>
</html>
"""
    return write_whole(folder / "index.html", page.encode("utf-8", "replace"))


def _figure(name: str, question: str, said: dict[str, Any], folder: Path) -> str:
    # Only an empty cell is missing: an outlet may be called "NA".
    table = pd.read_csv(
        folder / f"{name}.csv", nrows=MOST_ROWS + 1, keep_default_na=False, na_values=[""]
    )
    more = len(table) > MOST_ROWS
    rows = table.head(MOST_ROWS).to_html(
        index=False, border=0, escape=True, na_rep="", float_format=lambda value: f"{value:.4g}"
    )
    told = f"the first {MOST_ROWS} rows" if more else f"{len(table)} rows"
    files = " · ".join(
        f'<a href="{name}.{kind}">{kind.upper()}</a>' for kind in ("svg", "png", "csv", "json")
    )
    return f"""<figure id="{name}">
<h2>{escape(question)}</h2>
<img src="{name}.svg" alt="{escape(said["alt"], quote=True)}">
<figcaption>{files}
<details><summary>The numbers ({told})</summary><div class="wide">{rows}</div></details>
</figcaption>
</figure>
"""
