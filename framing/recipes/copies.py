"""Whose text is it: an agency's, another outlet's, or the outlet's own."""

from __future__ import annotations

from framing.charts.chart import Chart
from framing.charts.copies import copies_height, plot_copies
from framing.duplicates.origins import origin_shares
from framing.errors import NoSentences
from framing.study import Study
from framing.wording import about_copies, listed, number_of


def copies(study: Study) -> Chart:
    """What share of each outlet's articles is an agency's or another outlet's?"""
    if not study.has_sentences:
        raise NoSentences("whose text an article is shows in the texts alone; give the articles.")
    table = origin_shares(study.corpus, study.copies)
    rank = {outlet: number for number, outlet in enumerate(study.outlets)}
    table = table.sort_values("outlet", key=lambda names: names.map(rank), kind="stable")
    table = table[table["origin"] != "own"].reset_index(drop=True)
    not_own = table.groupby("outlet")["share_articles"].sum().reindex(study.outlets) * 100
    groups = study.copies.groupby("kind")["group"].nunique()
    found = ", ".join(
        f"{number_of(int(groups.get(kind, 0)), 'group')} of {what}"
        for kind, what in (
            ("exact", "exact copies"),
            ("near", "near copies"),
            ("paraphrase", "paraphrases"),
        )
    )
    return Chart(
        name="copies",
        title="Whose text is it: agency copy, reprints and paraphrases by outlet",
        subtitle="what is not the outlet's own; beside the name, all articles; at the right, how "
        "many are whose",
        caption="Agency: one is credited at the text's beginning or end or in its metadata, or it "
        "is a reprint of such an article; not all outlets credit their agencies. Reprint: the same "
        "words as in another outlet's article, or .65 of the shorter one's sequences of five. "
        "Paraphrase: names, numbers and words in the same order as in another outlet's article. "
        "The source of a copy, where it is known, and repetitions by one outlet are its own. In "
        f"all {found}. Counts of these articles, hence no intervals. {about_copies(study)}",
        alt="Bars of the share of articles that are not the outlet's own: "
        + listed(not_own.fillna(0), "{:.1f} %"),
        data=table,
        plot=plot_copies,
        options={"order": study.outlets},
        height_mm=copies_height(len(study.outlets)),
    )
