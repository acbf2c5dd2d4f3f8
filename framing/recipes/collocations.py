"""The words that stand near a term."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from framing.charts.chart import Chart
from framing.charts.terms import plot_collocations, terms_height
from framing.errors import LeftOut, NoSentences
from framing.evidence import sentences_behind
from framing.study import Study
from framing.wording import about_counted, against, listed, on_shared

if TYPE_CHECKING:
    import pandas as pd

FEWEST = 2  # articles of an outlet


def collocations(study: Study) -> Chart:
    """Which words stand near a term in each outlet?"""
    from framing.comparison.collocations import SURE, collocations
    from framing.measures.attraction import attraction

    chosen, settings = study.settings.collocations, study.settings
    if not study.has_sentences:
        raise NoSentences("collocations need the articles' running text, and features have none.")
    if chosen.term is None:
        raise LeftOut(
            'the study names no term: put term = "a word" under [collocations] in study.toml.'
        )
    voice = study.loaded_terms().settings["voice"]
    found = collocations(
        study.tokens,
        chosen.term,
        within=settings.compare.within,
        window=chosen.window,
        reference=settings.outlets.reference,
        voice=voice,
    )
    table = found[(found["g2"] > 0) & (found["n_articles"] >= FEWEST)]
    table = table.groupby("outlet", sort=False).head(chosen.words)
    table = table.reset_index(drop=True)
    words = found["collocate"].unique().tolist()
    behind: Callable[..., pd.DataFrame] | None = None
    if words:
        measure = attraction(study.tokens, chosen.term, words, chosen.window, voice)
        inner = sentences_behind({"attraction": measure}, study.counts)

        def behind(term: str | None = None, **where: Any) -> pd.DataFrame:
            return inner(**where, **({} if term is None else {"category": term}))

    uses = found.groupby("outlet", sort=False)["term_count"].max()
    drawn = [outlet for outlet in study.outlets if outlet in set(table["outlet"])]
    silent = ", ".join(outlet for outlet in study.outlets if outlet not in drawn)
    told = f"Uses of the term: {listed(uses, '{:,}')}. " * bool(len(uses))
    told += f"No such words: {silent}. " * bool(drawn and silent)
    most = int(table.groupby("outlet").size().max()) if len(table) else 1
    return Chart(
        name="collocations",
        title=f"Words near “{chosen.term}” in each outlet",
        subtitle="normalised pointwise mutual information (0: as by chance, 1: always and only "
        f"there); at the right, how often; filled: differs from {against(study)} "
        f"{on_shared(study)} (q < .05)",
        caption=f"Near: up to {chosen.window} words before or behind, in the same sentence. Ranked "
        f"by G² (Dunning 1993), which describes; drawn are words near the term in {FEWEST} of the "
        f"outlet's articles and 5 in all, with G² > {SURE:g} over all outlets. The test is of how "
        "much more often a word stands near the term than elsewhere in the same article; outlets "
        f"are exchanged within events. {told}{about_counted(study)}",
        alt="Panels of words. First words: "
        + "; ".join(
            f"{outlet}: {', '.join(rows['collocate'].head(3))}"
            for outlet, rows in table.groupby("outlet", sort=False)
        ),
        data=table.rename(columns={"term": "node", "collocate": "term"}),
        plot=plot_collocations,
        options={"order": drawn, "palette": study.palette},
        height_mm=terms_height(most, drawn),
        behind=behind,
        nothing=f"no word stands near “{chosen.term}” often enough",
    )
