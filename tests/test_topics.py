"""Topics: planted ones come back, and every number can be made again."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array

import framing as fr
from framing.measures.term_counts import term_counts
from framing.measures.topics.quality import exclusivity, npmi

THEMES = {
    "sea": "harbour ship quay sailor anchor tide captain deck",
    "law": "judge court appeal verdict lawyer statute hearing ruling",
    "soil": "harvest orchard tractor farmer meadow barley plough cattle",
    "fire": "brigade hydrant smoke engine ladder warden alarm siren",
}


def corpus_of(texts: list[str], **columns: list[str]) -> fr.Corpus:
    frame = pd.DataFrame({"text": texts, "outlet": columns.pop("outlet", ["A"] * len(texts))})
    return fr.Corpus.from_frame(frame.assign(**columns))


def planted(n_articles: int = 120, seed: int = 0) -> tuple[fr.Corpus, np.ndarray]:
    """Articles whose words are drawn from four themes in known shares."""
    rng = np.random.default_rng(seed)
    themes = [words.split() for words in THEMES.values()]
    truth = rng.dirichlet([0.02] * 4, size=n_articles)
    texts = []
    for shares in truth:
        picked = rng.choice(4, size=200, p=shares)
        words = [rng.choice(themes[one]) for one in picked]
        lines = [" ".join(words[start : start + 10]) for start in range(0, 200, 10)]
        texts.append(". ".join(line.capitalize() for line in lines) + ".")
    return corpus_of(texts), truth


def top_words(model: fr.Topics, topic: int, most: int = 8) -> set[str]:
    words = model.words
    return set(words.loc[(words["topic"] == topic) & (words["rank"] <= most), "term"])


@pytest.mark.parametrize("method", ["nmf", "lda"])
def test_planted_topics_come_back(method: str) -> None:
    corpus, truth = planted()
    model = fr.topics(corpus, k=4, method=method)
    themes = [set(words.split()) for words in THEMES.values()]
    found = []
    for topic in range(4):
        top = top_words(model, topic)
        found.append(int(np.argmax([len(top & theme) for theme in themes])))
        assert len(top & themes[found[-1]]) == 8
    assert sorted(found) == [0, 1, 2, 3]
    for topic, theme in enumerate(found):
        r = np.corrcoef(model.documents.iloc[:, topic], truth[:, theme])[0, 1]
        assert r > 0.95


@pytest.mark.parametrize("method", ["nmf", "lda"])
def test_the_order_of_articles_changes_nothing(example: fr.Corpus, method: str) -> None:
    model = fr.topics(example, k=5, method=method, seed=3)
    shuffled = fr.Corpus.from_frame(example.articles.sample(frac=1, random_state=1).reset_index())
    again = fr.topics(shuffled, k=5, method=method, seed=3)
    assert model.labels == again.labels
    pd.testing.assert_frame_equal(model.words, again.words, check_exact=True)
    pd.testing.assert_frame_equal(
        model.documents.sort_index(), again.documents.sort_index(), check_exact=True
    )


@pytest.mark.parametrize("method", ["nmf", "lda"])
def test_articles_shape_the_topics_by_their_weight(method: str) -> None:
    corpus, truth = planted()
    articles = corpus.articles
    fore = truth[:, :2].sum(axis=1) > 0.5
    weighted = fr.Corpus.from_frame(articles.assign(weight=np.where(fore, 1.0, 0.0)))
    model = fr.topics(weighted, k=2, method=method)
    themes = [set(words.split()) for words in THEMES.values()]
    found = [top_words(model, topic) for topic in range(2)]
    assert sorted(int(len(top & themes[1]) == 8) for top in found) == [0, 1]
    assert sorted(int(len(top & themes[0]) == 8) for top in found) == [0, 1]
    assert model.quality["prevalence"].sum() == pytest.approx(1, abs=0.001)


def test_equal_weights_are_none() -> None:
    corpus, _ = planted()
    plain = fr.topics(corpus, k=4)
    doubled = fr.topics(fr.Corpus.from_frame(corpus.articles.assign(weight=4.0)), k=4)
    pd.testing.assert_frame_equal(plain.words, doubled.words, rtol=2e-2, atol=1e-4)


def test_shares_and_weights_add_up(example: fr.Corpus) -> None:
    model = fr.topics(example)
    assert len(model.labels) == round(72**0.5) == len(set(model.labels))
    np.testing.assert_allclose(model.documents.sum(axis=1), 1, atol=1e-3)
    assert model.quality["prevalence"].is_monotonic_decreasing
    assert model.words.groupby("topic")["weight"].sum().le(1 + 1e-3).all()
    assert (model.words.groupby("topic")["weight"].diff().dropna() <= 0).all() or (
        model.words.groupby("topic")["rank"].diff().dropna() == 1
    ).all()
    measure = model.measure
    assert (measure.kind, measure.evidence_kind) == ("share", "apportioned")
    assert (measure.denominators == 1).all()


def test_evidence_shares_each_article_among_its_sentences(example: fr.Corpus) -> None:
    model = fr.topics(example, k=4)
    values = model.measure.evidence.groupby(["article_id", "category"])["value"].sum()
    sums = model.measure.sums.set_index(["article_id", "category"])["numerator"]
    np.testing.assert_allclose(values.reindex(sums.index, fill_value=0), sums, atol=1e-12)
    by_sentence = model.measure.sentence_sums()
    again = by_sentence.groupby(["article_id", "category"])["numerator"].sum()
    np.testing.assert_allclose(again.reindex(sums.index), sums, atol=1e-12)
    ones = by_sentence.drop_duplicates(["article_id", "sentence"])
    whole = ones.groupby("article_id")["denominator"].sum()
    np.testing.assert_allclose(whole, 1, atol=2e-3)


def test_sentences_speak_of_their_topic() -> None:
    corpus, _ = planted()
    model = fr.topics(corpus, k=4)
    for topic in range(4):
        words = top_words(model, topic)
        rows = model.sentences(topic, 4)
        assert rows["article_id"].is_unique
        for sentence in rows["sentence_text"]:
            theirs = sentence.lower().strip(".").split()
            assert sum(word in words for word in theirs) >= len(theirs) / 2


def test_counts_are_those_of_a_plain_loop(example: fr.Corpus) -> None:
    tokens = fr.tokenize(example)
    found = term_counts(tokens)
    types, article = tokens.types, 5
    first, last = tokens.article_offsets[article : article + 2]
    plain: dict[str, int] = {}
    for token in tokens.ids[first:last]:
        if types.is_word[token] and not types.is_number[token]:
            word = types.folded_strings[types.folded[token]]
            plain[word] = plain.get(word, 0) + 1
    row = found.counts[[article]].toarray()[0]
    assert {found.terms[i]: int(row[i]) for i in np.flatnonzero(row)} == plain
    assert list(found.terms) == sorted(found.terms)


def test_npmi_by_hand() -> None:
    # Four articles; a in 1 and 2, b in 1 and 2, c in 3, d nowhere.
    counts = csr_array(np.array([[1, 2, 0, 0], [3, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 0]]))
    # a and b are never apart: 1. a and c never together: −1, as b and c. d is left out.
    assert npmi(counts, np.array([[0, 1]]))[0] == pytest.approx(1)
    assert npmi(counts, np.array([[0, 2]]))[0] == -1
    assert npmi(counts, np.array([[0, 1, 2, 3]]))[0] == pytest.approx(-1 / 3)
    assert np.isnan(npmi(counts, np.array([[0, 3]]))[0])


def test_npmi_against_a_plain_loop(example: fr.Corpus) -> None:
    found = term_counts(fr.tokenize(example))
    there = found.counts.toarray() > 0
    words = np.argsort(-there.sum(axis=0), kind="stable")[100:110]
    values = []
    for i in range(10):
        for j in range(i + 1, 10):
            a, b = there[:, words[i]], there[:, words[j]]
            p = (a & b).mean()
            apart = a.mean() * b.mean()
            values.append(np.log(p / apart) / -np.log(p) if p else -1.0)
    assert npmi(found.counts, words[None])[0] == pytest.approx(np.mean(values))


def test_exclusivity_by_hand() -> None:
    weights = np.array([[0.5, 0.5, 0.0, 0.0], [0.0, 0.25, 0.75, 0.0]])
    expected = [[1, 2 / 3, 0, np.nan], [0, 1 / 3, 1, np.nan]]
    np.testing.assert_allclose(exclusivity(weights), expected)


@pytest.mark.parametrize(
    "texts",
    [[], ["Rain."], ["Rain fell.", "..."], ["...", "!!!"], ["Rain fell on the quay today."] * 5],
    ids=["none", "one", "one with words", "no words", "five alike"],
)
@pytest.mark.parametrize("method", ["nmf", "lda"])
def test_tiny_corpora_are_defined(texts: list[str], method: str) -> None:
    model = fr.topics(corpus_of(texts), method=method)
    assert len(model.documents) == len(texts)
    assert model.measure.numerators.shape == (len(texts), len(model.labels))
    assert list(model.words) == ["topic", "label", "rank", "term", "weight", "exclusivity"]
    assert len(model.quality) == len(model.labels)
    assert len(model.measure.evidence.columns) == 8


def test_an_article_without_words_has_no_share() -> None:
    corpus, _ = planted(12)
    texts = [*corpus.articles["text"], "... !!!"]
    model = fr.topics(corpus_of(texts), k=2)
    assert model.documents.iloc[-1].isna().all()
    assert model.measure.denominators[-1].tolist() == [0, 0]


def test_what_cannot_be_done_is_said(example: fr.Corpus) -> None:
    with pytest.raises(fr.FramingError, match="k=100 does not fit"):
        fr.topics(example, k=100)
    with pytest.raises(fr.FramingError, match="method='bert' is not known"):
        fr.topics(example, method="bert")
    with pytest.raises(fr.FramingError, match="topic='sea' is not known"):
        fr.topics(example, k=2).sentences("sea")


@pytest.mark.external
def test_real_news_is_judged_on_articles_held_out(news2017: fr.Corpus) -> None:
    model = fr.topics(news2017)
    assert len(model.labels) == 20
    assert (model.quality["npmi_on"] == "held-out").all()
    assert model.quality["npmi"].mean() > 0.30
