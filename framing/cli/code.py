"""`framing code`: sheets for people who code, how far they agree, and the gold set."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from framing.cli.shown import sentences
from framing.errors import FramingError

code_app = typer.Typer(help="Code articles, paragraphs or sentences by hand.", no_args_is_help=True)

Folder = Annotated[Path, typer.Argument(help="The folder with the sheets.")]


@code_app.command()
def book(
    out: Annotated[Path, typer.Argument(help="The YAML file to write; must not exist yet.")],
    template: Annotated[str, typer.Option(help="The codebook to begin with.")] = "generic-frames",
) -> None:
    """Write a codebook to change: questions, definitions, what counts, examples.

    Example: framing code book my-codebook.yaml
    """
    with sentences():
        from framing.coding.codebook import load_codebook
        from framing.coding.written import codebook_text
        from framing.saving import write_whole

        if out.exists():
            raise FramingError(f"{out} is there already; give another name.")
        write_whole(out, codebook_text(load_codebook(template)).encode())
        typer.echo(f"{out}")


@code_app.command()
def sample(
    study: Annotated[Path, typer.Argument(help="A study.toml, its folder, or a corpus.")],
    out: Annotated[Path, typer.Argument(help="The folder to make; must not exist yet.")],
    codebook: Annotated[str, typer.Option(help="A name or a YAML file.")] = "generic-frames",
    n: Annotated[int, typer.Option(help="Units.", min=1)] = 100,
    unit: Annotated[
        Literal["article", "paragraph", "sentence"], typer.Option(help="What is coded.")
    ] = "article",
    coder: Annotated[
        list[str] | None, typer.Option(help="Who codes; may be repeated. Without it a and b.")
    ] = None,
    overlap: Annotated[
        int | None, typer.Option(help="Units that all coders code; all if not given.", min=0)
    ] = None,
    all_articles: Annotated[
        bool, typer.Option("--all-articles", help="Not only events that two outlets report.")
    ] = False,
    spreadsheets: Annotated[bool, typer.Option("--xlsx", help="Spreadsheets, not CSV.")] = False,
    seed: Annotated[int, typer.Option(help="Another seed, other units.")] = 0,
) -> None:
    """Draw units by event and outlet, and write a sheet for each coder.

    Example: framing code sample corpus/example coding --n 36 --coder anna --coder ben
    """
    with sentences():
        from framing.coding import sample_units
        from framing.study import load_study

        if out.exists():
            raise FramingError(f"{out} is there already, with its codes; give another name.")
        loaded = load_study(study)
        within = None if all_articles else (loaded.settings.compare.within or "event")
        made = sample_units(
            loaded.tokens, codebook, n, unit, within=within, coders=coder or ["a", "b"],
            overlap=overlap, seed=seed,
        )  # fmt: skip
        for path in made.save(out, spreadsheets=spreadsheets):
            typer.echo(f"{path}")
        typer.echo(f"\n{made.drawn().round(1).to_string(index=False)}")


@code_app.command()
def agree(
    folder: Folder,
    tendencies: Annotated[
        bool, typer.Option("--tendencies", help="Who says yes more often than the others.")
    ] = False,
) -> None:
    """Print Krippendorff's alpha by category and coder, with 95 % intervals.

    Example: framing code agree coding
    """
    with sentences():
        from framing.coding import read_coding

        coding = read_coding(folder)
        table = coding.tendencies() if tendencies else coding.agreement()
        typer.echo(f"{coding}\n")
        typer.echo(table.round(2).to_string(index=False, na_rep="–"))


@code_app.command()
def adjudicate(
    folder: Folder,
    majority: Annotated[
        bool, typer.Option("--majority", help="Of three coders, what two say holds.")
    ] = False,
) -> None:
    """List where coders differ, to be decided, and write the gold set.

    Fill in the column "decision" of adjudication.csv and say it again.

    Example: framing code adjudicate coding
    """
    with sentences():
        from framing.coding import read_coding

        coding = read_coding(folder)
        typer.echo(f"{coding.save_adjudication(folder)}")
        gold = coding.gold(majority=majority)
        typer.echo(f"{gold.save(folder / 'gold.csv')}")
        counts = gold.how.stack().value_counts()
        told = {"open": "to be decided", "": "not coded"}
        said = ", ".join(f"{number} {told.get(str(how), how)}" for how, number in counts.items())
        typer.echo(f"\n{said}")
