"""How well `framing.quotations` finds what is quoted, and who is quoted.

    python benchmarks/validity_quotations.py [FOLDER]

FOLDER (shared/bench beside the checkout, if not given) holds quotes_polnear_dev.jsonl: 84 articles
of seven outlets with 2,193 attributions, each with source, cue and content as character spans
(PolNeAR, networkdynamics/PolNeAR; Newell, Margolin and Ruths 2018).

An attribution counts as direct or mixed if its content holds a quotation mark, single ones apart.
A quotation found (of kind direct or mixed) matches it if their intersection over their union is at
least 0.3, or 0.8; each matches one at most, best overlap first. One that matches an indirect
attribution and no other counts neither for nor against. Printed are precision, recall and F1 with
percentile intervals from 1,000 bootstrap samples of articles: overlap between the hulls (first to
last character), and between the parts of the attribution and the whole of the quotation found; with
single marks as marks too; and with each kind. Of indirect attributions the precision cannot be
told from quotations of other kinds: all quotations found are then matched with all attributions.

The same is then done with the articles' marks straightened, with line breaks lost, with every mark
lost to another character, and with the first closing mark of each article gone.

Speakers are reported for the quotations that match: the share whose mention overlaps the
annotated source, the share with overlap of .5 at least, and of mentions that are names.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path

import numpy as np
import pandas as pd

import framing as fr

FILE = "quotes_polnear_dev.jsonl"
_DOUBLE = re.compile(r"""["“”„]|''|``|’’""")
_ANY = re.compile(r"""["“”„]|''|``|’’|(?<!\w)['‘]|['’](?!\w)(?<!s['’])""")


def read(folder: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The articles, and one row an attribution with content."""
    articles, attributions = [], []
    for line in (folder / FILE).read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        articles.append({key: article[key] for key in ("article_id", "outlet", "text")})
        for a in article["attributions"]:
            parts = sorted(a.get("content", []))
            if parts:
                text = " ".join(article["text"][start:end] for start, end in parts)
                attributions.append(
                    {
                        "article_id": article["article_id"],
                        "parts": parts,
                        "start": parts[0][0],
                        "end": max(end for _, end in parts),
                        "double": bool(_DOUBLE.search(text)),
                        "any": bool(_ANY.search(text)),
                        "source": sorted(a.get("source", [])),
                        "cue": sorted(a.get("cue", [])),
                    }
                )
    return pd.DataFrame(articles), pd.DataFrame(attributions)


def overlap(start: int, end: int, parts: list[list[int]]) -> float:
    """Intersection over union of a stretch and the parts of another."""
    shared = sum(max(0, min(end, b) - max(start, a)) for a, b in parts)
    return shared / (end - start + sum(b - a for a, b in parts) - shared)


def pairs(found: pd.DataFrame, gold: pd.DataFrame, hull: bool) -> pd.DataFrame:
    """The overlap of each quotation with each attribution of its article, if any, best first."""
    both = found.reset_index(names="f").merge(gold.reset_index(names="g"), on="article_id")
    both = both[(both.content_start < both.end) & (both.start < both.content_end)]
    parts = [[[a, b]] for a, b in zip(both.start, both.end, strict=True)] if hull else both.parts
    places = zip(both.content_start, both.content_end, parts, strict=True)
    both["overlap"] = [overlap(*place) for place in places]
    return both.sort_values("overlap", ascending=False, kind="stable")


def matched(candidates: pd.DataFrame, threshold: float) -> pd.DataFrame:
    """Each quotation with one attribution at most, and the other way round."""
    taken_f, taken_g, kept = set(), set(), []
    for row in candidates[candidates.overlap >= threshold].itertuples():
        if row.f not in taken_f and row.g not in taken_g:
            taken_f.add(row.f)
            taken_g.add(row.g)
            kept.append(row.Index)
    return candidates.loc[kept]


def scored(
    found: pd.DataFrame, gold: pd.DataFrame, wanted: pd.Series, threshold: float, hull: bool = True
) -> pd.DataFrame:
    """What was found, what was there, and what of it agrees, by article."""
    candidates = pairs(found, gold, hull)
    is_wanted = wanted[candidates.g].to_numpy()
    hits = matched(candidates[is_wanted], threshold)
    others = candidates[~is_wanted & (candidates.overlap >= threshold)]
    neutral = set(others.f) - set(hits.f)
    counted = found[~found.index.isin(neutral)]
    return pd.DataFrame(
        {
            "hits": hits.groupby("article_id").size(),
            "found": counted.groupby("article_id").size(),
            "there": gold[wanted].groupby("article_id").size(),
        }
    ).fillna(0)


def with_intervals(counts: pd.DataFrame, samples: int = 1000) -> str:
    weights = np.random.default_rng(0).multinomial(
        len(counts), np.full(len(counts), 1 / len(counts)), size=samples
    )
    drawn, whole = weights @ counts.to_numpy(), counts.to_numpy().sum(0)

    def figures(sums: np.ndarray) -> np.ndarray:
        hits, found, there = sums.T
        return np.array([hits / found, hits / there, 2 * hits / (found + there)])

    low, high = np.quantile(figures(drawn), [0.025, 0.975], axis=1)
    shown = zip("PRF", figures(whole), low, high, strict=True)
    return "  ".join(f"{name} {x:.3f} [{a:.3f}, {b:.3f}]" for name, x, a, b in shown)


def damaged(texts: pd.Series) -> dict[str, pd.Series]:
    """The articles as they are found elsewhere; every character keeps its place."""
    curly = texts.str.replace(r'"(?=[\w\[$…‘])', "“", regex=True).str.replace('"', "”")
    return {
        "straight marks": texts.str.replace("[“”]", '"', regex=True).str.replace(
            "[‘’]", "'", regex=True
        ),
        "no line breaks": texts.str.replace("\n", " "),
        "marks lost to ?": curly.str.replace("[“”‘’]", "?", regex=True),
        "marks lost to U+FFFD": curly.str.replace("[“”‘’]", "\ufffd", regex=True),
        "a closing mark gone": texts.str.replace(r'[“”"](?=[ \n])', " ", n=1, regex=True),
    }


def found_in(articles: pd.DataFrame) -> pd.DataFrame:
    """The quotations, with places as numbers."""
    quotations = fr.quotations(fr.Corpus.from_frame(articles))
    places = [name for name in quotations if name.endswith(("_start", "_end"))]
    quotations[places] = quotations[places].astype("Float64").astype(float)
    return quotations


def speakers(found: pd.DataFrame, gold: pd.DataFrame) -> None:
    hits = matched(pairs(found, gold, hull=True), 0.3)
    sourced = hits[hits.source.map(len) > 0]
    known = sourced[sourced.speaker_start.notna()]
    shares = [
        overlap(a, b, source)
        for a, b, source in zip(known.speaker_start, known.speaker_end, known.source, strict=True)
    ]
    shares = np.array(shares)
    n = len(sourced)
    print(
        f"speakers of {n} matched: any overlap {np.sum(shares > 0) / n:.3f},"
        f" half {np.sum(shares >= 0.5) / n:.3f}, whole {np.sum(shares > 0.99) / n:.3f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    default = Path(__file__).resolve().parent.parent.parent / "shared" / "bench"
    parser.add_argument("folder", nargs="?", type=Path, default=default)
    articles, gold = read(parser.parse_args().folder)
    quotations = found_in(articles)
    print(quotations.kind.value_counts().to_dict(), "in", len(articles), "articles")
    found = quotations[quotations.kind.isin(["direct", "mixed"])]
    for threshold in (0.3, 0.8):
        for hull in (True, False):
            counts = scored(found, gold, gold.double, threshold, hull)
            print(f"direct, mixed {threshold} {'hulls' if hull else 'parts'}: ", end="")
            print(with_intervals(counts))
        counts = scored(found, gold, gold["any"], threshold)
        print(f"direct, mixed {threshold} single marks too: {with_intervals(counts)}")
    indirect = quotations[quotations.kind == "indirect"]
    for threshold in (0.3, 0.8):
        counts = scored(indirect, gold, ~gold.double, threshold)
        print(f"indirect {threshold}: {with_intervals(counts)}")
        counts = scored(quotations, gold, gold.start >= 0, threshold)
        print(f"all {threshold}: {with_intervals(counts)}")
    speakers(found, gold[gold.double])
    speakers(indirect, gold[~gold.double])
    for name, texts in damaged(articles["text"]).items():
        other = found_in(articles.assign(text=texts))
        kept = other[other.kind.isin(["direct", "mixed"])]
        for threshold in (0.3, 0.8):
            counts = scored(kept, gold, gold.double, threshold)
            print(f"{name} {threshold}: {with_intervals(counts)}")


if __name__ == "__main__":
    main()
