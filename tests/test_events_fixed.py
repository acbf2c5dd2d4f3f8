"""Events put right by hand, laid out for it, and running stories brought together."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import framing as fr
from framing.errors import FramingError
from framing.events.fixed import UNKNOWN_ARTICLE

TEXTS = {
    "h1": "The harbour authority of Port Maren voted to deepen the harbour and build a quay.",
    "h2": "A second quay at Port Maren: the harbour authority votes to deepen the harbour.",
    "b1": "The central bank raised its key rate by half a point, citing food and rent inflation.",
    "b2": "Half a point more: the central bank lifts the key rate against inflation of rent.",
    "m1": "A lithium mine near Redwater received its permit despite objections from farmers.",
}


@pytest.fixture
def corpus() -> fr.Corpus:
    return small()


def small(**columns: list) -> fr.Corpus:
    frame = pd.DataFrame({"outlet": "A", "text": pd.Series(TEXTS)}).assign(**columns)
    frame.index.name = "article_id"
    return fr.Corpus.from_frame(frame)


def table(**events: object) -> pd.DataFrame:
    return pd.DataFrame({"article_id": list(events), "event": list(events.values())})


def events(corpus: fr.Corpus, **options: object) -> dict[str, str]:
    return fr.align_events(corpus, **options).articles["event"].to_dict()


def test_without_a_table_there_are_three_events(corpus):
    assert list(events(corpus).values()) == [
        "event-0002", "event-0002", "event-0001", "event-0001", "event-0003",
    ]  # fmt: skip


def test_articles_of_one_name_belong_together_and_others_may_join(corpus):
    found = events(corpus, fixed=table(h1="port and mine", m1="port and mine"))
    assert found["h1"] == found["m1"] == "port and mine"
    assert found["b1"] == found["b2"] == "event-0001"
    assert events(corpus, fixed=table(h1="port"))["h2"] == "port"


@pytest.mark.parametrize("nothing", ["", "  ", None, np.nan])
def test_an_article_without_a_name_is_on_its_own(corpus, nothing):
    found = events(corpus, fixed=table(h1=nothing))
    assert list(found.values()).count(found["h1"]) == 1
    assert found["b1"] == found["b2"]


def test_two_articles_without_a_name_are_not_together(corpus):
    found = events(corpus, fixed=table(h1="", h2=""))
    assert found["h1"] != found["h2"]


def test_the_table_goes_before_the_events_given():
    corpus = small(event=["port", "port", "bank", "bank", "mine"])
    found = events(corpus, fixed=table(h2="mine", b2=""))
    assert found == {"h1": "port", "h2": "mine", "b1": "bank", "b2": "event-0001", "m1": "mine"}


def test_a_table_that_changes_nothing():
    corpus = small(event=["port", "port", "bank", "bank", "mine"])
    assert events(corpus, fixed=table(h2="port")) == corpus.articles["event"].to_dict()
    assert events(corpus, fixed=table()) == corpus.articles["event"].to_dict()


def test_articles_that_the_corpus_lacks_are_named_in_the_receipt(corpus):
    aligned = fr.align_events(corpus, fixed=table(h1="port", gone="port", lost=""))
    flagged = aligned.receipt.repaired
    assert flagged["article_id"].tolist() == ["gone", "lost"]
    assert set(flagged["repair"]) == {UNKNOWN_ARTICLE}
    assert f"2 articles  {UNKNOWN_ARTICLE} (gone: fixed, lost: fixed)" in str(aligned.receipt)
    assert events(corpus, fixed=table(gone="port")) == events(corpus)


def test_ids_and_names_are_strings_whatever_the_table_holds():
    frame = pd.DataFrame({"outlet": "A", "text": list(TEXTS.values())})
    corpus = fr.Corpus.from_frame(frame)
    fixed = pd.DataFrame({"article_id": [0, 4], "event": [7.0, 7.0]})
    found = events(corpus, fixed=fixed)
    assert found["0"] == found["4"] == "7"


@pytest.mark.parametrize(
    "content",
    [
        "article_id,event\nh1,port\nm1,port\n",
        "﻿article_id;event;title\nh1;port;a\nm1;port;b\n",
        "note\tevent\tarticle_id\nx\tport\th1\n\tport\tm1\n",
    ],
    ids=["comma", "semicolon and mark", "tab"],
)
def test_the_table_is_read_as_a_spreadsheet_saves_it(corpus, tmp_path, content):
    path = tmp_path / "events.csv"
    path.write_text(content, encoding="utf-8")
    found = events(corpus, fixed=path)
    assert found["h1"] == found["m1"] == "port"
    assert found == events(corpus, fixed=str(path))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("article_id,title\nh1,a\n", "no column 'event'; it has 'article_id', 'title'"),
        ("article_id,event\nh1,a\nh1,b\n", "gives the article 'h1' more than one event"),
        ("article_id,event\nh1,a\nh1,\n", "gives the article 'h1' more than one event"),
        ("article_id,event\nh1,a,b\n", "row 1: 3 fields"),
        ("", "no header"),
    ],
)
def test_a_table_that_cannot_be_followed(corpus, tmp_path, content, message):
    path = tmp_path / "events.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(FramingError, match=message):
        fr.align_events(corpus, fixed=path)


def test_a_table_that_is_not_there(corpus, tmp_path):
    with pytest.raises(FramingError, match="is not there"):
        fr.align_events(corpus, fixed=tmp_path / "none.csv")


def test_the_same_line_twice_is_no_contradiction(corpus):
    assert events(corpus, fixed=pd.concat([table(h1="port")] * 2))["h1"] == "port"


@settings(max_examples=10)
@given(st.permutations(list(TEXTS)), st.permutations(range(3)))
def test_order_plays_no_part(articles, rows):
    fixed = table(h2="port", m1="port", b1="")
    frame = small().articles.loc[list(articles)]
    found = events(fr.Corpus.from_frame(frame), fixed=fixed.iloc[list(rows)])
    assert found == events(small(), fixed=fixed)


def test_a_proposal_comes_back_as_it_was(example, tmp_path):
    bare = fr.Corpus.from_frame(example.articles.drop(columns="event"))
    path = fr.propose_events(bare, tmp_path / "events.csv")
    first = fr.align_events(bare).articles["event"]
    again = fr.align_events(bare, fixed=path)
    pd.testing.assert_series_equal(again.articles["event"], first)
    assert again.receipt.repaired.equals(bare.receipt.repaired)

    rows = pd.read_csv(path)
    assert rows.columns.tolist() == [
        "event", "article_id", "outlet", "date", "title", "margin", "other_event",
    ]  # fmt: skip
    assert rows["event"].is_monotonic_increasing
    assert sorted(rows["article_id"]) == sorted(bare.articles.index)


def test_an_edited_proposal_is_kept(example, tmp_path):
    bare = fr.Corpus.from_frame(example.articles.drop(columns="event"))
    path = fr.propose_events(bare, tmp_path / "events.csv")
    rows = pd.read_csv(path, dtype=str)
    moved, alone = rows["article_id"].iloc[[0, 20]]
    rows.loc[rows["article_id"] == moved, "event"] = "what I know better"
    rows.loc[rows["article_id"] == alone, "event"] = ""
    rows.to_csv(path, index=False)
    found = fr.align_events(bare, fixed=path).articles["event"]
    assert (found == "what I know better").sum() == 1
    assert (found == found[alone]).sum() == 1
    kept = [name for name in found.index if name not in (moved, alone)]
    truth = rows.set_index("article_id")["event"]
    assert found[kept].to_dict() == truth[kept].to_dict()


def test_a_proposal_of_no_articles(tmp_path):
    empty = fr.Corpus.from_frame(pd.DataFrame({"outlet": [], "text": []}))
    path = fr.propose_events(empty, tmp_path / "events.csv")
    assert len(fr.align_events(empty, fixed=path)) == 0


class TestStudy:
    @pytest.fixture
    def folder(self, corpus, tmp_path):
        corpus.save(tmp_path / "articles.csv")
        (tmp_path / "study.toml").write_text("")
        return tmp_path

    def test_the_file_beside_study_toml_is_honoured(self, folder):
        plain = fr.load_study(folder).corpus.articles["event"]
        assert plain["h1"] != plain["m1"]
        (folder / "events.csv").write_text("article_id,event\nh1,port\nm1,port\nx,y\n")
        study = fr.load_study(folder)
        assert study.corpus.articles["event"].loc[["h1", "m1"]].tolist() == ["port", "port"]
        assert "x: events.csv" in str(study.corpus.receipt)

    def test_another_name_must_be_there(self, folder):
        study = fr.load_study(folder, events={"fixed": "mine.csv"})
        with pytest.raises(FramingError, match=r"mine\.csv' is not there"):
            _ = study.corpus
        (folder / "mine.csv").write_text("article_id,event\nh1,port\nm1,port\n")
        study = fr.load_study(folder, events={"fixed": "mine.csv"})
        assert study.corpus.articles["event"]["m1"] == "port"

    def test_given_events_are_put_right_too(self, folder):
        small(event=list("ppbbm")).save(folder / "articles.csv")
        (folder / "events.csv").write_text("article_id,event\nh2,m\n")
        found = fr.load_study(folder).corpus.articles["event"]
        assert found.tolist() == ["p", "m", "b", "b", "m"]
        left = fr.load_study(folder, events={"align": False}).corpus.articles["event"]
        assert left.tolist() == ["p", "p", "b", "b", "m"]

    def test_it_is_no_article_of_a_folder_of_texts(self, tmp_path):
        for name, text in TEXTS.items():
            (tmp_path / f"{name}.txt").write_text(f"---\noutlet: A\n---\n{text}\n")
        (tmp_path / "study.toml").write_text("")
        (tmp_path / "events.csv").write_text("article_id,event\nh1,port\nm1,port\n")
        corpus = fr.load_study(tmp_path).corpus
        assert (len(corpus), len(corpus.receipt.quarantined)) == (5, 0)
        assert (corpus.articles["event"] == "port").sum() >= 2

    def test_follow_ups_are_a_setting(self, tmp_path):
        running(4).save(tmp_path / "articles.csv")
        (tmp_path / "study.toml").write_text('[events]\nfollow_ups = "one"\n')
        found = fr.load_study(tmp_path).corpus.articles["event"]
        assert found[found.index.str.startswith("story")].nunique() == 1
        with pytest.raises(FramingError, match="follow_ups"):
            _ = fr.load_study(tmp_path, events={"follow_ups": "both"})


def running(n_days: int, gap: int = 1) -> fr.Corpus:
    """A story of daily follow-ups by three outlets each, and reports of other things."""
    random = np.random.default_rng(4)
    letters = np.array(list("abcdefghijklmnoprstuvz"))
    invented = iter({"".join(random.choice(letters, 7)) for _ in range(9_000)})

    def words(n: int) -> list[str]:
        return [next(invented) for _ in range(n)]

    background, story, rows = words(400), words(30), {}

    def report(name: str, date: pd.Timestamp, *matter: list[str]) -> None:
        for outlet in "ABC":
            told = [word for part in matter for word in part if random.random() < 0.8]
            text = [*told, *random.choice(background, 40)]
            rows[f"{name}-{outlet}"] = (outlet, date, " ".join(random.permutation(text)))

    for day in range(n_days):
        date = pd.Timestamp("2025-03-01") + pd.Timedelta(days=day * gap)
        report(f"story-{day:02}", date, story, words(20))
        for other in range(5):
            report(f"other-{day:02}-{other}", date, words(50))
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=["outlet", "date", "text"])
    return fr.Corpus.from_frame(frame.rename_axis("article_id"))


def test_a_running_story_is_several_events_or_one():
    corpus = running(10)
    day = corpus.articles.index.str.slice(0, -2)
    separate = fr.align_events(corpus).articles["event"]
    assert (separate.groupby(day).nunique() == 1).all()
    assert separate.nunique() == day.nunique() == 60
    one = fr.align_events(corpus, follow_ups="one").articles["event"]
    story = one.index.str.startswith("story")
    assert one[story].nunique() == 1
    assert one[~story].nunique() == 50
    assert one[story].iloc[0] == separate[story].iloc[0]


@pytest.mark.parametrize(("gap", "n_events"), [(4, 1), (8, 2)])
def test_a_story_taken_up_again_after_the_window_is_another(gap, n_events):
    found = fr.align_events(running(2, gap), follow_ups="one").articles["event"]
    assert found[found.index.str.startswith("story")].nunique() == n_events


def test_undated_events_and_given_ones_are_no_follow_ups():
    corpus = running(3)
    undated = fr.Corpus.from_frame(corpus.articles.drop(columns="date"))
    assert events(undated, follow_ups="one") == events(undated)
    first, second = "story-00-A", "story-01-A"
    fixed = pd.DataFrame({"article_id": [first, second], "event": ["one", "two"]})
    found = events(corpus, fixed=fixed, follow_ups="one")
    assert (found["story-00-B"], found["story-01-B"]) == ("one", "two")
    assert found["story-02-A"] not in ("one", "two")


@pytest.mark.parametrize("n", [0, 1])
def test_follow_ups_of_hardly_any_articles(n):
    corpus = fr.Corpus.from_frame(small().articles.head(n))
    assert len(fr.align_events(corpus, follow_ups="one")) == n


def test_follow_ups_that_are_no_choice(corpus):
    with pytest.raises(FramingError, match="follow_ups='two'"):
        fr.align_events(corpus, follow_ups="two")
