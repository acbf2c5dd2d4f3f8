"""Draw hits of a lexicon to be read in context, and sum up what was judged.

    framing corpus get news2017 FOLDER
    python tools/lexicon_sample.py draw FOLDER sample.csv
    python tools/lexicon_sample.py table FOLDER tools/lexicon_judgements.csv

`draw` writes 50 hits of each category, chosen at random, and 50 matches that each of the rules
(negation, titles) left out, with the text around them, for reading. What was judged is kept
without the text: drawn ("hits" or the rule), article_id, char_start, char_end, category, fits (1
if a hit fits the category's definition, or if the rule was right to leave a match out). `table`
prints the tables of docs/lexicon.md.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import binomtest

from framing import Lexicon, Tokens, load_lexicon, loaded_terms, read_corpus, tokenize

SPAN = ["article_id", "char_start", "char_end", "category"]
AROUND = 160
RULES = ("negation", "titles")


def draw(folder: Path, name: str, number: int, seed: int) -> pd.DataFrame:
    """Up to `number` hits of each category and of what each rule left out, all equally likely."""
    tokens = tokenize(read_corpus(folder))
    lexicon = load_lexicon(name)
    evidence = loaded_terms(tokens, lexicon).evidence[SPAN]
    lots = [
        (category, evidence[evidence["category"] == category]) for category in lexicon.categories
    ]
    lots += [(rule, _left_out(tokens, lexicon, evidence, rule)) for rule in RULES]
    chosen = []
    for place, (drawn, spans) in enumerate(lots):
        generator = np.random.default_rng([seed, place])
        rows = generator.choice(len(spans), min(number, len(spans)), replace=False)
        chosen.append(spans.iloc[rows].assign(drawn=drawn if drawn in RULES else "hits"))
    sample = pd.concat(chosen)[["drawn", *SPAN]]
    sample["context"] = [
        _context(tokens.text_of(row.article_id), row.char_start, row.char_end)
        for row in sample.itertuples()
    ]
    return sample


def _left_out(tokens: Tokens, lexicon: Lexicon, hits: pd.DataFrame, rule: str) -> pd.DataFrame:
    """The matches that are no hits because of a rule."""
    without = {
        name: replace(category, **{rule: "keep"}) for name, category in lexicon.categories.items()
    }
    matches = loaded_terms(tokens, Lexicon.from_dict(without)).evidence[SPAN]
    marked = matches.merge(hits, how="left", indicator=True)
    return matches[(marked["_merge"] == "left_only").to_numpy()]


def _context(text: str, start: int, end: int) -> str:
    before, hit, after = text[max(0, start - AROUND) : start], text[start:end], text[end:]
    return " ".join(f"{before}[[{hit}]]{after[:AROUND]}".split())


def table(folder: Path, lexicon: str, judgements: pd.DataFrame) -> pd.DataFrame:
    """A row a category: its patterns, how often they occur, and how many of its hits fit."""
    tokens = tokenize(read_corpus(folder))
    report = load_lexicon(lexicon).report(tokens).groupby("category", sort=False)
    rows = []
    for category, patterns in report:
        judged = (judgements["drawn"] == "hits") & (judgements["category"] == category)
        hits = int(patterns["n_hits"].sum())
        rows.append(
            {
                "category": category,
                "patterns": len(patterns),
                "occurring": int((patterns["n_hits"] > 0).sum()),
                "hits": hits,
                "per 1,000 words": f"{1000 * hits / tokens.n_words:.2f}",
                **_summary(judgements.loc[judged, "fits"]),
            }
        )
    return pd.DataFrame(rows)


def table_of_rules(judgements: pd.DataFrame) -> pd.DataFrame:
    """A row a rule: of the matches it left out, how many it was right to leave out."""
    return pd.DataFrame(
        [
            {"rule": rule, **_summary(judgements.loc[judgements["drawn"] == rule, "fits"])}
            for rule in RULES
        ]
    )


def _summary(fits: pd.Series) -> dict[str, object]:
    low, high = binomtest(int(fits.sum()), len(fits)).proportion_ci(method="wilson")
    return {
        "judged": len(fits),
        "fit": int(fits.sum()),
        "95 % interval": f"{low:.2f} to {high:.2f}",
    }


def markdown(frame: pd.DataFrame) -> str:
    lines = [list(frame.columns), ["---"] * frame.shape[1], *frame.astype(str).to_numpy().tolist()]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("do", choices=["draw", "table"])
    parser.add_argument("folder", type=Path, help="a corpus, such as news2017")
    parser.add_argument("file", type=Path, help="the sample to write, or the judgements to read")
    parser.add_argument("--lexicon", default="loaded-news")
    parser.add_argument("--number", type=int, default=50)
    parser.add_argument("--seed", type=int, default=2017)
    given = parser.parse_args()
    if given.do == "draw":
        sample = draw(given.folder, given.lexicon, given.number, given.seed)
        sample.to_csv(given.file, index=False)
    else:
        judgements = pd.read_csv(given.file, dtype={"article_id": "str"})
        print(markdown(table(given.folder, given.lexicon, judgements)))
        print()
        print(markdown(table_of_rules(judgements)))


if __name__ == "__main__":
    main()
