"""Events: hand-made corpora, properties, and agreement with annotated events."""

from __future__ import annotations

import runpy
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import framing as fr
from framing.errors import FramingError
from framing.events import linking
from framing.events import pairs as pairing

HARBOUR = "The harbour authority of Port Maren voted to deepen the harbour and build a second quay."
QUAY = "A second quay at Port Maren: the harbour authority votes to deepen the harbour."
RATE = "The central bank raised its key rate by half a point, citing food and rent inflation."
BANK = "Half a point more: the central bank lifts the key rate against inflation of food and rent."
MINE = "A lithium mine near Redwater received its permit despite objections from farmers."


def corpus(*texts: str, **columns: list) -> fr.Corpus:
    ids = pd.Index([f"a{i}" for i in range(len(texts))], name="article_id")
    outlets = columns.pop("outlet", [f"outlet {i % 3}" for i in range(len(texts))])
    return fr.Corpus.from_frame(
        pd.DataFrame({"outlet": outlets, "text": list(texts), **columns}, index=ids)
    )


def aligned(*texts: str, **columns: list) -> list[str]:
    return fr.align_events(corpus(*texts, **columns)).articles["event"].tolist()


def b_cubed(truth: list, found: list) -> tuple[float, float, float]:
    """Precision, recall and F1, as Bagga and Baldwin (1998) define them, article by article."""
    n = len(truth)
    precision = recall = 0.0
    for i in range(n):
        grouped = {j for j in range(n) if found[j] == found[i]}
        belong = {j for j in range(n) if truth[j] == truth[i]}
        precision += len(grouped & belong) / len(grouped) / n
        recall += len(grouped & belong) / len(belong) / n
    return precision, recall, 2 * precision * recall / (precision + recall)


@pytest.fixture(scope="module")
def benchmark() -> dict:
    path = Path(__file__).resolve().parents[1] / "benchmarks" / "validity_events.py"
    return runpy.run_path(str(path))


def test_reports_of_one_event_share_it():
    assert aligned(HARBOUR, RATE, QUAY, BANK, MINE) == [
        "event-0001",
        "event-0002",
        "event-0001",
        "event-0002",
        "event-0003",
    ]


def test_events_are_numbered_by_their_first_day_and_the_undated_come_last():
    dates = ["2025-03-04", None, "2025-03-01", "2025-03-02", "2025-03-05"]
    assert aligned(RATE, MINE, HARBOUR, QUAY, BANK, date=dates) == [
        "event-0002",
        "event-0003",
        "event-0001",
        "event-0001",
        "event-0002",
    ]


@pytest.mark.parametrize(("second", "together"), [("2025-03-08", True), ("2025-03-09", False)])
def test_articles_further_apart_than_the_window_are_unlike(second, together):
    dates = ["2025-03-01 22:00", f"{second} 23:00", "2025-03-01"]
    first, other, _ = aligned(HARBOUR, HARBOUR, MINE, date=dates)
    assert (first == other) is together


def test_with_a_window_of_no_days_only_the_same_day_counts():
    articles = corpus(
        HARBOUR, HARBOUR, HARBOUR, date=["2025-03-01 01:00", "2025-03-01 23:00", "2025-03-02"]
    )
    found = fr.align_events(articles, window_days=0).articles["event"].tolist()
    assert found == ["event-0001", "event-0001", "event-0002"]


def test_an_article_without_a_date_is_compared_with_all():
    first, undated, last, _ = aligned(
        HARBOUR, HARBOUR, MINE, RATE, date=["2020-01-01", None, "2025-01-01", None]
    )
    assert first == undated != last


@pytest.mark.parametrize("text", [HARBOUR, "Yes."])
@pytest.mark.parametrize("copies", [2, 3, 30])
def test_a_corpus_of_one_text_is_one_event(text, copies):
    assert set(aligned(*[text] * copies)) == {"event-0001"}


def test_identical_texts_are_one_event_and_outlets_play_no_part():
    assert aligned(*[HARBOUR] * 12, MINE, outlet=["one"] * 13) == ["event-0001"] * 12 + [
        "event-0002"
    ]


def test_reprints_do_not_crowd_out_other_reports_of_the_event():
    others = [RATE, MINE, *(f"Notice {i}: nothing of note befell village {i}." for i in range(20))]
    found = aligned(*[HARBOUR] * 15, QUAY, *others)
    assert found[:16] == ["event-0001"] * 16
    assert found[16] != "event-0001"


def test_words_of_the_headline_count():
    texts = ["It was decided at noon.", "Nobody had thought so.", "Rain is due again."]
    titles = ["Redwater lithium mine gets permit", "Permit for lithium mine at Redwater", "Weather"]
    assert len(set(aligned(*texts))) == 3
    first, second, third = aligned(*texts, title=titles)
    assert first == second != third


def test_given_events_stay_and_others_may_join_them():
    articles = corpus(HARBOUR, RATE, QUAY, BANK, MINE, event=["harbour", None, None, None, None])
    found = fr.align_events(articles).articles["event"].tolist()
    assert found == ["harbour", "event-0001", "harbour", "event-0001", "event-0002"]


def test_given_events_are_never_joined_or_split():
    given_events = ["one", "two", "one", None, "three"]
    articles = corpus(HARBOUR, HARBOUR, MINE, RATE, RATE, event=given_events)
    found = fr.align_events(articles).articles["event"].tolist()
    assert found == ["one", "two", "one", "three", "three"]


def test_all_events_given_is_left_as_it_is_unless_overwritten():
    articles = corpus(HARBOUR, QUAY, MINE, RATE, BANK, event=["x", "y", "y", "y", "x"])
    assert fr.align_events(articles) is articles
    found = fr.align_events(articles, overwrite=True).articles["event"].tolist()
    assert found == ["event-0001", "event-0001", "event-0002", "event-0003", "event-0003"]


def test_new_names_avoid_those_given():
    articles = corpus(HARBOUR, MINE, event=["event-0001", None])
    assert fr.align_events(articles).articles["event"].tolist() == ["event-0001", "event-0002"]


@pytest.mark.parametrize("texts", [[], [HARBOUR], ["..."], ["...", "!!!"]])
def test_few_articles_and_no_words(texts):
    assert aligned(*texts) == [f"event-000{i + 1}" for i in range(len(texts))]


@pytest.mark.parametrize(
    "texts",
    [
        (
            "港湾局は第二埠頭の建設を決定した。",
            "第二埠頭の建設を港湾局が決定。",
            "中央銀行は金利を引き上げた。",
        ),
        (
            "Портовое управление решило построить второй причал.",
            "Второй причал: портовое управление приняло решение построить.",
            "Центральный банк повысил ставку.",
        ),
        (
            "قررت هيئة الميناء بناء رصيف ثان.",
            "رصيف ثان: هيئة الميناء قررت بناء.",
            "رفع البنك المركزي سعر الفائدة.",
        ),
    ],
    ids=["Japanese", "Russian", "Arabic"],
)
def test_other_languages(texts):
    assert aligned(*texts) == ["event-0001", "event-0001", "event-0002"]


def test_nothing_else_changes():
    before = corpus(HARBOUR, QUAY, MINE, title=["a", "b", None], note=[1, 2, 3])
    after = fr.align_events(before)
    pd.testing.assert_frame_equal(after.articles.drop(columns="event"), before.articles)
    assert after.receipt is before.receipt
    assert after.articles["event"].dtype == "str"


@pytest.mark.parametrize("window", [-1, float("nan"), "7", None])
def test_a_window_that_is_no_window(window):
    with pytest.raises(FramingError, match="window_days"):
        fr.align_events(corpus(HARBOUR), window_days=window)


@settings(max_examples=15)
@given(st.permutations(range(20)), st.booleans(), st.sampled_from([0, 2, 7, np.inf]))
def test_the_order_of_rows_plays_no_part(order, dated, window):
    articles = small_example()
    if not dated:
        articles = articles.drop(columns="date")
    articles.loc[articles.index[::5], "event"] = None
    found = [
        fr.align_events(fr.Corpus.from_frame(frame), window_days=window).articles["event"]
        for frame in (articles, articles.iloc[list(order)])
    ]
    pd.testing.assert_series_equal(found[0], found[1].reindex(found[0].index))


def small_example() -> pd.DataFrame:
    articles = fr.example().articles
    return articles[articles["event"].isin(articles["event"].unique()[:4])].iloc[:20]


def test_average_link_is_scipys():
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    random = np.random.default_rng(5)
    for _ in range(20):
        n = 30
        similarity = np.triu(random.random((n, n)) * (random.random((n, n)) < 0.5), 1)
        expected = random.random(n) * 0.2
        one, other = np.nonzero(similarity)
        pairs = pairing.Pairs(one, other, similarity[one, other])
        found = linking.average_link(pairs, expected, 0.05)
        gain = similarity + similarity.T - (expected[:, None] + expected)
        np.fill_diagonal(gain, 1)
        tree = linkage(squareform(1 - gain), "average")
        truth = fcluster(tree, 1 - 0.05, "distance")
        assert b_cubed(truth.tolist(), found.tolist())[:2] == (pytest.approx(1), pytest.approx(1))


@pytest.mark.parametrize("jobs", [1, 3])
@pytest.mark.parametrize("window", [0, 3, np.inf])
def test_pairs_are_those_of_the_whole_matrix(window, jobs, monkeypatch):
    import scipy.sparse as sp

    for name, value in (("ROWS", 4), ("AREA", 11), ("PRODUCTS", 5), ("RARE", 11)):
        monkeypatch.setattr(pairing, name, value)
    random = np.random.default_rng(1)
    vectors = random.random((40, 12)) * (random.random((40, 12)) < 0.3)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9
    frequency = (vectors > 0).sum(axis=0)
    rare = vectors[:, frequency <= 11]
    assert 0 < rare.shape[1] < 12
    day = np.sort(random.integers(0, 12, 40)).astype("datetime64[D]")
    day[32:] = "NaT"
    pairs = pairing.similar_pairs(sp.csr_array(vectors), frequency, day, window, jobs)
    found = {(a, b): value for a, b, value in zip(*pairs, strict=True)}
    truth = {}
    for a in range(40):
        for b in range(a + 1, 40):
            apart = 0.0 if b >= 32 else float((day[b] - day[a]).astype(int))
            value = vectors[a] @ vectors[b] * np.exp(-2 * (apart / (window + 1)) ** 2)
            alike = value >= pairing.FLOOR and rare[a] @ rare[b] >= pairing.FLOOR_RARE
            if apart <= window and alike:
                truth[a, b] = value
    assert found == pytest.approx(truth)
    alone = pairing.similar_pairs(sp.csr_array(vectors), frequency, day, window, 1)
    assert all(np.array_equal(ours, theirs) for ours, theirs in zip(pairs, alone, strict=True))


def test_surroundings_take_reprints_as_one():
    # 0, 1 and 2 are reprints of one another; 3 is like each of them and like 4.
    pairs = pairing.Pairs(
        np.array([0, 0, 1, 0, 1, 2, 3]),
        np.array([1, 2, 2, 3, 3, 3, 4]),
        np.array([0.9, 0.8, 0.9, 0.3, 0.2, 0.2, 0.1]),
    )
    found = linking.surroundings(pairs, 20)
    mean = np.array([0.9 + 0.3, 0.9 + 0.2, 0.9 + 0.2, 0.3 + 0.1, 0.1] + [0] * 15) / 10
    assert found == pytest.approx(np.maximum(mean, 0.09))


@pytest.mark.parametrize(("size", "mean"), [(7, 0.6 * 0.35), (8, 0.3 * 0.35), (30, 0.3 * 0.35)])
def test_an_event_is_not_its_own_surroundings(size, mean):
    one, other = np.triu_indices(size, 1)
    pairs = pairing.Pairs(one, other, np.full(len(one), 0.35))
    found = linking.surroundings(pairs, 50)
    assert found[:size] == pytest.approx(mean)
    assert found[size:] == pytest.approx(0.09)


def test_slices_of_surroundings_make_no_difference(monkeypatch):
    random = np.random.default_rng(2)
    one, other = np.triu_indices(40, 1)
    pairs = pairing.Pairs(one, other, random.random(len(one)) * 0.6)
    whole = linking.surroundings(pairs, 40)
    monkeypatch.setattr(linking, "ROWS", 7)
    assert linking.surroundings(pairs, 40) == pytest.approx(whole, abs=0)


def test_b_cubed_by_hand(benchmark):
    # Bagga and Baldwin's example in small: groups {1 2 3} {4 5}, found {1 2} {3 4 5}.
    truth, found = list("aaabb"), list("xxyyy")
    precision = (1 + 1 + 1 / 3 + 2 / 3 + 2 / 3) / 5
    recall = (2 / 3 + 2 / 3 + 1 / 3 + 1 + 1) / 5
    assert b_cubed(truth, found)[:2] == pytest.approx((precision, recall))
    assert benchmark["b_cubed"](truth, found).mean().tolist() == pytest.approx([precision, recall])


@pytest.mark.parametrize("columns", [["event"], ["event", "date"], ["event", "date", "title"]])
def test_the_events_of_the_example(example, columns):
    truth = example.articles["event"]
    corpus = fr.Corpus.from_frame(example.articles.drop(columns=columns))
    found = fr.align_events(corpus).articles["event"]
    assert b_cubed(truth.tolist(), found.tolist())[2] >= 0.95


@pytest.mark.parametrize(
    ("name", "version", "precision", "score"),
    [
        ("MoralEvents", "whole", 0.94, 0.935),
        ("MoralEvents", "undated", 0.92, 0.91),
        ("MoralEvents", "thinned", 0.93, 0.93),
        ("MoralEvents", "singles", 0.91, 0.93),
        ("NeuS", "whole", 0.95, 0.88),
        ("NeuS", "thinned", 0.94, 0.885),
        ("NeuS", "singles", 0.92, 0.89),
    ],
)
def test_annotated_events(shared, benchmark, name, version, precision, score):
    articles = benchmark["read"](shared / "bench" / benchmark["FILES"][name])
    if version == "undated":
        articles = articles.drop(columns="date")
    elif version != "whole":
        articles = benchmark["thinned"](articles, single=0.2 if version == "singles" else 0)
    found = benchmark["align"](articles)
    scores = benchmark["b_cubed"](found["truth"].to_numpy(), found["event"].to_numpy()).mean()
    assert scores["precision"] >= precision
    assert benchmark["f1"](scores["precision"], scores["recall"]) >= score
