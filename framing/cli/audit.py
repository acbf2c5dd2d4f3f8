"""`framing audit`: draw a sample of hits to be checked, and report what was found."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from framing.cli.shown import sentences
from framing.errors import FramingError

audit_app = typer.Typer(help="Check a sample of hits by hand.", no_args_is_help=True)


@audit_app.command()
def draw(
    study: Annotated[Path, typer.Argument(help="A study.toml, its folder, or a corpus.")],
    out: Annotated[Path, typer.Argument(help="The CSV to be marked; must not exist yet.")],
    category: Annotated[
        list[str] | None, typer.Option(help="A category of loaded terms; may be repeated.")
    ] = None,
    n: Annotated[int, typer.Option(help="Hits.", min=1)] = 200,
    n_sentences: Annotated[
        int | None, typer.Option("--sentences", help="Sentences; half of the hits if not given.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Another seed, another sample.")] = 0,
) -> None:
    """Draw hits of the study's loaded terms, and sentences, to be marked.

    Example: framing audit draw corpus/example audit.csv --category doubt --n 50
    """
    with sentences():
        from framing.auditing import audit
        from framing.study import load_study

        if out.exists():
            raise FramingError(f"{out} is there already, with its marks; give another name.")
        terms = load_study(study).loaded_terms()
        sample = audit(
            terms.select(category) if category else terms, n=n, sentences=n_sentences, seed=seed
        )
        for path in sample.save(out):
            typer.echo(f"{path}")


@audit_app.command()
def report(
    sheet: Annotated[Path, typer.Argument(help="The CSV that was marked.")],
    cells: Annotated[bool, typer.Option("--cells", help="Each category of each outlet.")] = False,
) -> None:
    """Print precision and recall, with 95 % intervals.

    Example: framing audit report corpus/example/audit.csv
    """
    with sentences():
        from framing.auditing import read_audit

        made = read_audit(sheet)
        rates = made.rates()
        if not cells:
            rates = rates[(rates["group"] == "all") | (rates["category"] == "all")]
        typer.echo(f"{made}\n")
        typer.echo(rates.round(2).to_string(index=False, na_rep="–"))
