"""How often the kind of a quoted speaker is the one a reader gives.

    python benchmarks/validity_sourcing.py [FOLDER]

FOLDER (`news2017` in the cache, if not given) is what `framing corpus get news2017` fills.
judged_speakers.csv beside this script holds 120 verbs that introduce a quotation, drawn at random
(numpy's default_rng(11)) from the direct and mixed quotations of five words or more in its articles
with intact quotation marks, as cleaned. Each was read in its article: `kind` is the kind of whoever
speaks there, "none" where nobody does. Columns `article_id`, `char_start`, `char_end` (of the verb
in the cleaned text), `kind`.

Printed are the shares of these quotations whose kind is right, and of those that were given a kind,
with 95 % Wilson intervals. An error may be in the quotation, in its speaker or in the kind.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pandas as pd
from statsmodels.stats.proportion import proportion_confint

import framing as fr
from framing.measures._kinds import UNATTRIBUTED, UNCLEAR
from framing.measures._speech import speech_of

HERE = Path(__file__).resolve().parent
CACHE = Path(os.environ.get("FRAMING_CACHE", HERE.parent / ".framing-cache"))


def main(folder: Path) -> None:
    judged = pd.read_csv(HERE / "judged_speakers.csv", dtype={"article_id": "str"})
    judged = judged[judged["kind"] != "none"]
    tokens = fr.tokenize(fr.clean_articles(fr.read_corpus(folder)))
    found = kinds(tokens.select(judged["article_id"].unique()))
    pairs = judged.merge(found, on="article_id", suffixes=("", "_found"))
    met = (pairs["char_start"] < pairs["char_end_found"]) & (
        pairs["char_end"] > pairs["char_start_found"]
    )
    keys = ["article_id", "char_start"]
    told = judged.merge(pairs[met].drop_duplicates(keys)[[*keys, "kind_found"]], how="left")
    right = told["kind"] == told["kind_found"]
    given = told["kind_found"].notna() & ~told["kind_found"].isin([UNCLEAR, UNATTRIBUTED])
    print(f"right, of all quotations        {with_interval(right)}")
    print(f"right, of those given a kind    {with_interval(right[given])}")
    print(f"given a kind                    {with_interval(given)}")


def kinds(tokens: fr.Tokens) -> pd.DataFrame:
    """The cue of each quotation, and the kind of its speaker."""
    frames = []
    for chunk in tokens.chunks():
        speech = speech_of(chunk)
        cued = speech.cue[:, 0] >= 0
        first, behind = speech.cue[cued].T
        frames.append(
            pd.DataFrame(
                {
                    "article_id": chunk.article_ids[speech.article[cued]].astype("str"),
                    "char_start": chunk.char_start[first],
                    "char_end": chunk.char_end[behind - 1],
                    "kind": speech.kind[cued],
                }
            )
        )
    return pd.concat(frames, ignore_index=True)


def with_interval(right: pd.Series) -> str:
    low, high = proportion_confint(right.sum(), len(right), method="wilson")
    return f"{right.mean():.2f} [{low:.2f}, {high:.2f}] of {len(right)}"


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else CACHE / "news2017")
