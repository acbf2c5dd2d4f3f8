"""Model card: what a classifier was made from, how well it does, and what it is not for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.classifying.scoring import ALL, RATES

if TYPE_CHECKING:
    from framing.classifying.classifier import Classifier

WORDS = 8


def card_of(classifier: Classifier) -> str:
    """In Markdown, after Mitchell and others 2019 (doi:10.1145/3287560.3287596)."""
    said = classifier.settings
    scores = classifier.scores()
    whole = scores[scores["outlet"] == ALL]
    units = f"{classifier.unit}s"
    held = classifier.held_out
    outlets = held.drop_duplicates(["article_id", "char_start"])["outlet"].value_counts(sort=False)
    parts = [
        f"# Classifier of {units}: {', '.join(map(_plain, classifier.categories))}",
        f"Trained by media-framing {said.get('media_framing', '?')} on {said.get('n_units', '?')} "
        f"coded {units} of {said.get('n_articles', '?')} articles and {said.get('n_events', '?')} "
        f"events (language: {_plain(said.get('language', 'not said'))}; field: "
        f"{said.get('field', 'text')}). For each category: logistic regression on TF-IDF of folded "
        f"words that stand in two coded events or more ({len(classifier.terms):,} words), "
        "probabilities calibrated after Platt (1999), the threshold where as many units get the "
        "code as people gave it.",
        "## What it was trained on",
        _table(outlets.rename_axis("outlet").rename(f"coded {units}").reset_index()),
        "## How well it does",
        "On events held out whole, so that no word of an event could help with itself; 95 % "
        "intervals. Share: of the coded units that have the code. AUC: how often, of two units, "
        "the one with the code is ranked above the one without.",
        _table(_performance(whole)),
        *_left_out(classifier),
        "## By outlet",
        "A classifier that errs otherwise in one outlet than in others makes differences of its "
        "own. Where rates are of few units their intervals are wide: not being told apart is not "
        "being alike.",
        _table(_by_outlet(scores)),
        *(f"- {row}" for row in _notes(scores)),
        "## Calibration",
        "Held-out units ranked by probability, in tenths or in groups of ten; what was said and "
        "what was.",
        _table(_calibration(classifier)),
        "## What speaks for each category, and against it",
        "Read these first: names of persons, places and one story's things show that it has "
        "learnt events and not frames.",
        _table(_words(classifier)),
        "## What it is for, and what not",
        f"For the share of {units} of each outlet in the corpus whose {units} were coded, by "
        "`estimate_codes`, which puts its errors right. Not for one article, or for judging an "
        "author; not for other times, subjects, languages or outlets without codes of their own. "
        "It knows the codebook and the coders by their codes alone, their mistakes too: state how "
        "far they agreed. It takes words without their order and does not understand negation or "
        "irony.",
    ]
    return "\n\n".join(parts).replace("\n\n- ", "\n- ") + "\n"


def _plain(value: object) -> str:
    """A name as text: without what Markdown or HTML would read as marks of their own."""
    out = " ".join(str(value).replace("_", " ").split())
    for mark, entity in (("&", "&amp;"), ("<", "&lt;"), ("|", "&#124;"), ("`", "'")):
        out = out.replace(mark, entity)
    return out.replace("[", "&#91;").replace("*", "&#42;")


def _table(frame: pd.DataFrame) -> str:
    lines = ["| " + " | ".join(map(str, frame.columns)) + " |", "|" + "---|" * frame.shape[1]]
    for row in frame.itertuples(index=False):
        cells = [_plain(cell) if isinstance(cell, str) else f"{cell}" for cell in row]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _interval(row: pd.Series, name: str) -> str:
    if not np.isfinite(row[name]):
        return "–"
    low, high = row[f"{name}_low"], row[f"{name}_high"]
    ends = f" ({low:.2f}–{high:.2f})" if np.isfinite(low) else ""
    return f"{row[name]:.2f}{ends}"


def _performance(whole: pd.DataFrame) -> pd.DataFrame:
    rows = [
        {
            "category": row["category"],
            "units": row["n_units"],
            "events": row["n_events"],
            "share": f"{row['n_coded'] / row['n_units']:.2f}",
            **{name.upper() if name == "auc" else name: _interval(row, name) for name in RATES[:4]},
        }
        for _, row in whole.iterrows()
    ]
    return pd.DataFrame(rows)


def _left_out(classifier: Classifier) -> list[str]:
    if not classifier.left_out:
        return []
    lines = [f"- {_plain(name)}: {why}" for name, why in classifier.left_out.items()]
    return ["Not learnt:", "\n".join(lines)]


def _by_outlet(scores: pd.DataFrame) -> pd.DataFrame:
    rows = [
        {
            "category": row["category"],
            "outlet": row["outlet"],
            "units": row["n_units"],
            "with the code": row["n_coded"],
            **{name: _interval(row, name) for name in ("precision", "recall")},
        }
        for _, row in scores[scores["outlet"] != ALL].iterrows()
    ]
    return pd.DataFrame(rows)


def _notes(scores: pd.DataFrame) -> list[str]:
    told = scores[scores["note"].str.contains("unlike")]
    return [
        f"{_plain(row.outlet)}, {_plain(row.category)}: {row.note}" for row in told.itertuples()
    ]


def _calibration(classifier: Classifier) -> pd.DataFrame:
    table = classifier.calibration()
    return pd.DataFrame(
        {
            "category": table["category"],
            "units": table["n_units"],
            "probability": table["probability"].map("{:.2f}".format),
            "coded": [
                f"{row.coded:.2f} ({row.coded_low:.2f}–{row.coded_high:.2f})"
                for row in table.itertuples()
            ],
        }
    )


def _words(classifier: Classifier) -> pd.DataFrame:
    table = classifier.words(WORDS)
    rows = []
    for category, part in table.groupby("category", sort=False):
        words = part["word"].tolist()
        half = len(words) // 2
        rows.append(
            {
                "category": category,
                "for": ", ".join(words[:half]),
                "against": ", ".join(words[half:]),
            }
        )
    return pd.DataFrame(rows)
