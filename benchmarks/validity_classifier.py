"""Classifiers on real articles whose codes are known for all of them.

    python benchmarks/validity_classifier.py FOLDER_OF_NEWS2017

"Coded" here are two facts that a program finds in every article: that it mentions casualties
(`casualties`), and that quotation takes more of it than of the middle article (`quotation_share`).
So the share of each outlet is known. 300 articles are drawn evenly by outlet, their codes learnt,
and the shares of all nine outlets estimated; eight draws.
"""

from __future__ import annotations

import argparse

import numpy as np
import pandas as pd

import framing as fr

CODED, DRAWS = 300, 8


def truths(tokens: fr.Tokens) -> pd.DataFrame:
    dead = np.nansum(fr.casualties(tokens).numerators, axis=1) > 0
    quoted = fr.quotation_share(tokens)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.nansum(quoted.numerators, axis=1) / np.nansum(quoted.denominators, axis=1)
    much = share > np.nanmedian(share)
    return pd.DataFrame({"casualties": dead, "quotes": much}, tokens.articles.index).astype(float)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder")
    corpus = fr.align_events(fr.read_corpus(parser.parse_args().folder))
    tokens = fr.tokenize(corpus)
    truth = truths(tokens)
    outlet = tokens.articles["outlet"]
    shares = truth.groupby(outlet).mean().stack().rename("truth")
    rows, scores = [], []
    for seed in range(DRAWS):
        drawn = fr.sample_units(tokens, n=CODED, within=None, seed=seed).key
        codes = drawn[["article_id", "stands_for"]].merge(
            truth, left_on="article_id", right_index=True
        )
        classifier = fr.train_classifier(tokens, codes)
        scores.append(classifier.scores().query("outlet == 'all'"))
        ways = {
            "classifier": fr.classify(tokens, classifier),
            "codes alone": fr.codes_measure(fr.Gold.from_frame(codes), tokens),
            "estimate_codes": fr.estimate_codes(tokens, classifier),
        }
        for way, measure in ways.items():
            table = fr.compare(measure, within=None, resamples=1)
            rows.append(table[table["kind"] == "level"].assign(way=way))
    table = pd.concat(rows).merge(shares, left_on=["outlet", "category"], right_index=True)
    known = table["conf_low"].notna()
    held = (table["conf_low"] <= table["truth"]) & (table["truth"] <= table["conf_high"])
    table = table.assign(
        holds=held.where(known).astype(float),
        known=known.astype(float),
        squared=(table["estimate"] - table["truth"]) ** 2,
        width=table["conf_high"] - table["conf_low"],
    )
    found = table.groupby(["category", "way"])[["holds", "known", "squared", "width"]].mean()
    found["rmse"] = np.sqrt(found.pop("squared"))
    columns = ["precision", "recall", "auc", "auc_within"]
    print(pd.concat(scores).groupby("category")[columns].mean().round(2))
    print(found.round(3))


if __name__ == "__main__":
    main()
