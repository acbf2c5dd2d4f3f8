"""`framing code train`: a classifier from codes, applied to all that a study counts."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from framing.cli.code import code_app
from framing.cli.shown import sentences
from framing.errors import FramingError


@code_app.command()
def train(
    study: Annotated[Path, typer.Argument(help="A study.toml, its folder, or a corpus.")],
    out: Annotated[Path, typer.Argument(help="The folder to make; must not exist yet.")],
    gold: Annotated[
        Path | None, typer.Option(help="A gold set; that of the study if not given.")
    ] = None,
) -> None:
    """Learn to give people's codes, and estimate what they would have given in every outlet.

    Writes the classifier with its card, what it gives each article (classified.csv) and the
    outlets' estimates with their intervals (estimates.csv).

    Example: framing code train corpus/example my-classifier --gold coding/gold.csv
    """
    with sentences():
        from framing.classifying import classify, estimate_codes, train_classifier
        from framing.coding.gold import read_gold
        from framing.saving import write_whole
        from framing.study import load_study

        if out.exists():
            raise FramingError(f"{out} is there already; give another name.")
        loaded = load_study(study)
        codes = loaded.gold() if gold is None else read_gold(gold)
        codes = codes.of_articles(loaded.counted.articles.index)
        classifier = train_classifier(
            loaded.tokens, codes, told=lambda name: typer.echo(f"learning {name}", err=True)
        )
        classifier.save(out)
        given = classify(loaded.tokens, classifier).sums
        estimates = loaded.compare(estimate_codes(loaded.tokens, classifier))
        for name, table in (("classified", given), ("estimates", estimates)):
            write_whole(
                out / f"{name}.csv", table.to_csv(index=False, lineterminator="\n").encode()
            )
        scores = classifier.scores().query("outlet == 'all'")
        shown = ["category", "n_units", "n_coded", "precision", "recall", "auc", "auc_within"]
        typer.echo(scores[shown].round(2).to_string(index=False, na_rep="–"))
        for name, why in classifier.left_out.items():
            typer.echo(f"{name}: not learnt, {why}")
        typer.echo(f"{out / 'card.md'}")
