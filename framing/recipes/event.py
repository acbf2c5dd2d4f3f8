"""One event in close-up."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pandas as pd

from framing.charts.chart import Chart
from framing.charts.closeup import closeup_height, plot_closeup
from framing.details import exclusive_details
from framing.errors import FramingError, check_choice
from framing.recipes.coverage import foremost_events
from framing.study import Study
from framing.wording import about_copies, number_of

if TYPE_CHECKING:
    from framing.tokens import Tokens

MOST_OUTLETS, MOST_REPORTS, MOST_DETAILS = 12, 3, 8


def one_event(study: Study) -> Chart:
    """Which headlines did an event get, when, and what does only one outlet report?"""
    event, label = _chosen(study)
    articles = study.counted.articles.reset_index()
    articles = articles[articles["event"] == event] if event else articles[:0]
    articles = articles.assign(
        **{name: articles.get(name, pd.Series(None, articles.index)) for name in ("date", "title")}
    )
    details = exclusive_details(study.tokens, event) if event else pd.DataFrame(columns=["outlet"])
    order = [name for name in study.outlets if (articles["outlet"] == name).any()]
    articles["place"] = articles["outlet"].map({name: i for i, name in enumerate(order)})
    articles = articles.sort_values(["place", "date", "article_id"], kind="stable")
    number = articles.groupby("outlet").cumcount()
    drawn = (articles["place"] < MOST_OUTLETS) & (number < MOST_REPORTS)
    table = articles.loc[drawn, ["event", "outlet", "article_id", "date", "title"]]
    table = table.reset_index(drop=True)
    first = ~table["outlet"].duplicated()
    table["details"] = table["outlet"].map(_listed(details, len(order))).where(first)
    left_out = len(articles) - len(table)
    return Chart(
        name="one-event",
        title=f"One event in close-up: {label}" if event else "One event in close-up",
        subtitle="each outlet's reports by date with their headlines; beneath, names and numbers "
        "that no other outlet's report has",
        caption="Names are told by capital letters; what others put in other words is not seen. "
        f"{(number_of(left_out, 'further report') + ' not drawn. ') * (left_out > 0)}"
        f"{about_copies(study)} Set `close_up` under [events] to choose another event.",
        alt=f"{number_of(len(table), 'headline')} of {number_of(len(order), 'outlet')} on the "
        f"event {label}.",
        data=table,
        plot=plot_closeup,
        options={"order": order, "palette": study.palette},
        height_mm=closeup_height(table) if len(table) else 20.0,
        behind=_sentences(details, study.tokens),
        nothing="no event is reported by two outlets",
    )


def _chosen(study: Study) -> tuple[str, str]:
    """The event to show and what to call it; of those that most outlets report, the first."""
    wanted = study.settings.events.close_up
    events, _, _ = foremost_events(study, counted=True)
    if wanted is not None:
        if not (study.counted.articles["event"] == wanted).any():
            raise FramingError(
                f"events.close_up = {wanted!r} is no event of the corpus; see"
                " study.corpus.articles['event'].unique()."
            )
        known = events.set_index("event")["label"]
        return wanted, str(known.get(wanted, wanted.replace("-", " ")))
    articles = study.counted.articles
    articles = articles[articles["event"].isin(events["event"])]
    sizes = articles.groupby("event")["outlet"].nunique()
    if sizes.max() > 1:  # not where there is none
        first = events.loc[events["event"].map(sizes).idxmax()]
        return str(first["event"]), str(first["label"])
    return "", ""


def _listed(details: pd.DataFrame, n_outlets: int) -> dict[str, str]:
    if n_outlets < 2 or details.empty:
        return {}
    return {
        str(outlet): " · ".join(rows["detail"].head(MOST_DETAILS))
        for outlet, rows in details.groupby("outlet", sort=False)
    }


def _sentences(details: pd.DataFrame, tokens: Tokens) -> Callable[..., pd.DataFrame]:
    """A function that shows where each detail stands first."""

    def behind(**where: Any) -> pd.DataFrame:
        found = details
        for name, value in where.items():
            check_choice("column", name, list(found.columns))
            found = found[found[name] == value]
        places = zip(found["article_id"], found["sentence"], strict=True)
        texts = [tokens.sentence_text(article_id, number) for article_id, number in places]
        return found.assign(sentence_text=pd.Series(texts, found.index, dtype="str"))

    return behind
