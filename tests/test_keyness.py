"""Keyness against hand counts, a plain second implementation, scipy, and nothing to find."""

from __future__ import annotations

from collections import Counter
from itertools import product
from math import comb, exp, isnan, log, prod, sqrt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.stats import chi2_contingency, false_discovery_control, hypergeom

import framing as fr
from framing.comparison.exchange import Side, exchange_articles, exchange_cells
from framing.comparison.keyness import COLUMNS, PRIOR, dispersion
from framing.comparison.saddlepoint import Draws, enumerated, two_sided, upper_tail


def corpus_of(articles: list[tuple[str, str | None, dict[str, int]]], **columns: list) -> fr.Corpus:
    """A corpus from outlets, events and counts of words."""
    frame = pd.DataFrame(
        {
            "article_id": [f"a{number:03}" for number in range(len(articles))],
            "outlet": [outlet for outlet, _, _ in articles],
            "event": [event for _, event, _ in articles],
            "text": [" ".join(Counter(counts).elements()) for _, _, counts in articles],
            **columns,
        }
    )
    return fr.Corpus.from_frame(frame)


def made_up(
    seed: int,
    n_events: int = 8,
    lengths: tuple[float, ...] = (1.0, 1.0, 1.0),
    mean: float = 60,
    vocabulary: int = 12,
    missing: float = 0.2,
    burst: float = 1.0,
) -> list[tuple[str, str, dict[str, int]]]:
    """Articles whose words come in bursts; no outlet has a habit."""
    rng = np.random.default_rng(seed)
    rates = 1 / np.arange(1, vocabulary + 1)
    articles = []
    for event in range(n_events):
        of_event = rates * rng.gamma(1, 1, vocabulary)
        for number, length in enumerate(lengths):
            for _ in range(int(rng.random() > missing) * (1 + int(rng.random() > 0.8))):
                expected = mean * length * of_event / rates.sum()
                counts = rng.poisson(expected * rng.gamma(burst, 1 / burst, vocabulary))
                words = {f"w{word}": int(n) for word, n in enumerate(counts) if n}
                articles.append((f"outlet {number}", f"event {event}", words))
    return articles


def rows_of(table: pd.DataFrame) -> dict[tuple[str, str], dict[str, float]]:
    return {(row["outlet"], row["term"]): row for row in table.to_dict("records")}


# A plain second implementation: dictionaries and loops, every outcome of the test tried.


def plain_keyness(
    articles: list[tuple[str, str, dict[str, int]]], reference: str | None = None
) -> dict[tuple[str, str], dict[str, float]]:
    outlets = sorted({outlet for outlet, _, counts in articles if counts})
    pooled = Counter()
    for _, _, counts in articles:
        pooled.update(counts)
    total = sum(pooled.values())
    cells: dict[tuple[str, str], Counter] = {}
    for outlet, event, counts in articles:
        if counts:
            cells.setdefault((event, outlet), Counter()).update(counts)
    found = {}
    for outlet in outlets:
        if outlet == reference:
            continue
        others = [name for name in outlets if name != outlet]
        if reference is not None:
            others = [reference]
        events = {}
        for event in sorted({event for event, _ in cells}):
            there = {name: cells[event, name] for name in others if (event, name) in cells}
            if (event, outlet) in cells and there:
                events[event] = (cells[event, outlet], there)
        if not events:
            continue
        own_articles = [c for o, e, c in articles if o == outlet and e in events and c]
        compared = [(e, c) for o, e, c in articles if e in events and o in [outlet, *others] and c]
        vocabulary = sorted({word for _, counts in compared for word in counts})
        for word in vocabulary:
            row = plain_row(word, events, pooled[word] * PRIOR / total)
            row["n_articles"] = sum(1 for _, counts in compared if word in counts)
            row["n_events"] = len({e for e, counts in compared if word in counts})
            row["dispersion"] = plain_dispersion(
                [counts.get(word, 0) for counts in own_articles],
                [sum(counts.values()) for counts in own_articles],
            )
            testable = row["n_articles"] >= 5 and row["n_events"] >= 3
            row["p_value"] = plain_p(word, events) if testable else float("nan")
            if row["count"] or testable:
                found[outlet, word] = row
    return found


def plain_row(word: str, events: dict, prior: float) -> dict[str, float]:
    y_o = y_r = n = v = raw_o = raw_r = size_o = size_r = due = 0.0
    for own, others in events.values():
        n_o = sum(own.values())
        n_r = sum(sum(counts.values()) for counts in others.values())
        c_o, c_r = own[word], sum(counts[word] for counts in others.values())
        y_o += c_o * n_r / (n_o + n_r)
        y_r += c_r * n_o / (n_o + n_r)
        n += n_o * n_r / (n_o + n_r)
        v += (c_o + c_r) * n_o * n_r / (n_o + n_r) ** 2
        due += n_o * (c_o + c_r) / (n_o + n_r)
        raw_o, raw_r, size_o, size_r = raw_o + c_o, raw_r + c_r, size_o + n_o, size_r + n_r
    a, whole = prior / 2, PRIOR / 2
    odds_o = (y_o + a) / (n + whole - y_o - a)
    odds_r = (y_r + a) / (n + whole - y_r - a)
    spread = sqrt((v + a) / ((y_o + a) * (y_r + a)))
    g2 = 0.0
    due_r = raw_o + raw_r - due
    for seen, expected in [
        (raw_o, due),
        (raw_r, due_r),
        (size_o - raw_o, size_o - due),
        (size_r - raw_r, size_r - due_r),
    ]:
        g2 += 2 * seen * log(seen / expected) if seen else 0.0
    return {
        "count": raw_o,
        "reference_count": raw_r,
        "rate": raw_o / size_o,
        "log_odds": log(odds_o / odds_r),
        "z": log(odds_o / odds_r) / spread,
        "g2": g2 if raw_o > due else -g2,
    }


def plain_dispersion(counts: list[int], sizes: list[int]) -> float:
    if not sum(counts) or len(sizes) < 2:
        return float("nan")
    shares = [size / sum(sizes) for size in sizes]
    gaps = [abs(y / sum(counts) - s) for y, s in zip(counts, shares, strict=True)]
    return sum(gaps) / 2 / (1 - min(shares))


def plain_p(word: str, events: dict) -> float:
    """All ways to give the outlet one cell of each event; its own may be likelier."""
    longer = []
    for own, others in events.values():
        mean = sum(sum(counts.values()) for counts in others.values()) / len(others)
        longer.append(log(sum(own.values()) / mean))
    weight = max(1.0, exp(sum(longer) / len(longer)))
    places = []
    for own, others in events.values():
        cells = [own, *others.values()]
        y, n = sum(cell[word] for cell in cells), sum(sum(cell.values()) for cell in cells)
        if y:
            values = [cell[word] - sum(cell.values()) * y / n for cell in cells]
            chances = [weight / (weight + len(others))] + [1 / (weight + len(others))] * len(others)
            places.append(list(zip(values, chances, strict=True)))
    far = abs(sum(place[0][0] for place in places))
    p = 0.0
    for outcome in product(*places):
        if abs(sum(value for value, _ in outcome)) >= far - 1e-9 * (1 + far):
            p += prod(chance for _, chance in outcome)
    return p


@pytest.mark.parametrize("lengths", [(1.0, 1.0, 1.0), (0.5, 1.0, 3.0)])
@pytest.mark.parametrize("reference", [None, "outlet 1"])
def test_all_columns_agree_with_a_plain_implementation(
    lengths: tuple[float, ...], reference: str | None
) -> None:
    articles = made_up(1, lengths=lengths, n_events=7)
    table = fr.keyness(corpus_of(articles), reference=reference)
    ours, plain = rows_of(table), plain_keyness(articles, reference)
    assert set(ours) == set(plain)
    tested = 0
    for key, row in plain.items():
        for name, value in row.items():
            assert ours[key][name] == pytest.approx(value, rel=1e-9, nan_ok=True), (key, name)
        tested += not isnan(row["p_value"])
    assert tested > 10
    q = table["q_value"].dropna()
    assert q.to_numpy() == pytest.approx(false_discovery_control(table.loc[q.index, "p_value"]))


def test_hand_counted() -> None:
    # flood: A "tax tax cut cut", B "tax cut cut cut"; vote: A "tax cut", B "cut cut".
    # For tax and A: y_o = 2·4/8 + 1·2/4 = 1.5, y_r = 1·4/8 + 0 = .5, n = 4·4/8 + 2·2/4 = 3,
    # v = 3·16/64 + 1·4/16 = 1. Of 12 words in all 4 are tax: a = 500/3/2, A = 250.
    corpus = corpus_of(
        [
            ("A", "flood", {"tax": 2, "cut": 2}),
            ("B", "flood", {"tax": 1, "cut": 3}),
            ("A", "vote", {"tax": 1, "cut": 1}),
            ("B", "vote", {"cut": 2}),
        ]
    )
    row = rows_of(fr.keyness(corpus))["A", "tax"]
    a = 500 / 3 / 2
    log_odds = log((1.5 + a) / (3 + 250 - 1.5 - a)) - log((0.5 + a) / (3 + 250 - 0.5 - a))
    assert row["log_odds"] == pytest.approx(log_odds)
    assert row["z"] == pytest.approx(log_odds / sqrt((1 + a) / ((1.5 + a) * (0.5 + a))))
    assert (row["count"], row["reference_count"], row["rate"]) == (3, 1, 0.5)
    assert (row["n_articles"], row["n_events"]) == (3, 2)
    # A's due is 4·3/8 + 2·1/4 = 2 of 6 words, B's too.
    g2 = 2 * (3 * log(3 / 2) + 1 * log(1 / 2) + 3 * log(3 / 4) + 5 * log(5 / 4))
    assert row["g2"] == pytest.approx(g2)
    # Shares of A's words 2/3 and 1/3, of its tax the same.
    assert row["dispersion"] == pytest.approx(0)
    assert isnan(row["p_value"])


def test_one_event_of_equal_sides_and_no_events_are_the_published_formula() -> None:
    counts = {"A": {"tax": 9, "cut": 20, "vote": 71}, "B": {"tax": 4, "cut": 36, "vote": 60}}
    articles = [(outlet, "flood", words) for outlet, words in counts.items()]
    for within in ("event", None):
        found = rows_of(fr.keyness(corpus_of(articles), within=within))
        for word in ("tax", "cut", "vote"):
            own, other = counts["A"][word], counts["B"][word]
            prior = 500 * (own + other) / 200
            log_odds = log((own + prior) / (600 - own - prior))
            log_odds -= log((other + prior) / (600 - other - prior))
            z = log_odds / sqrt(1 / (own + prior) + 1 / (other + prior))
            assert found["A", word]["log_odds"] == pytest.approx(log_odds)
            assert found["A", word]["z"] == pytest.approx(z)


def test_without_events_g2_is_the_likelihood_ratio_of_a_table() -> None:
    articles = made_up(2)
    table = fr.keyness(corpus_of(articles), within=None)
    words: dict[str, Counter] = {}
    for outlet, _, counts in articles:
        words.setdefault(outlet, Counter()).update(counts)
    for row in table.to_dict("records"):
        own = words[row["outlet"]]
        others = sum((c for name, c in words.items() if name != row["outlet"]), Counter())
        pair = [own[row["term"]], others[row["term"]]]
        cells = [pair, [own.total() - pair[0], others.total() - pair[1]]]
        g2 = chi2_contingency(cells, correction=False, lambda_="log-likelihood").statistic
        assert abs(row["g2"]) == pytest.approx(g2, abs=1e-9)
        assert (row["g2"] > 0) == (pair[0] * others.total() > pair[1] * own.total())
        assert (row["count"], row["reference_count"], row["n_events"]) == (*pair, 0)


def test_dispersion_is_that_of_the_published_example() -> None:
    # Gries 2008: five parts of 9, 10, 10, 10 and 11 words, the word a 1 to 5 times: DP = .18.
    counts = csr_array(np.array([[1, 0], [2, 0], [3, 0], [4, 0], [5, 0]]))
    found = dispersion(counts, np.array([9.0, 10, 10, 10, 11]))
    assert found[0] == pytest.approx(0.18 / (1 - 0.18))
    assert np.isnan(found[1])
    alone = dispersion(csr_array(np.array([[3], [0]])), np.array([10.0, 30.0]))
    assert alone[0] == pytest.approx(1)


# Tails


def lattice_draws(rng: np.random.Generator, kind: str, size: int, n: int) -> Draws:
    counts = rng.poisson(rng.gamma(0.5, 2, (n, size)))
    counts[counts.sum(axis=1) == 0, 0] = 1
    words = np.full(counts.shape, 400.0)
    if kind == "unequal":
        words = np.exp(rng.normal(6, 0.5, counts.shape))
    if kind == "even":
        counts *= 2
    share = words / words.sum(axis=1, keepdims=True)
    values = counts - counts.sum(axis=1, keepdims=True) * share
    size_of_each = np.full(n, size)
    return Draws(values.ravel(), np.full(values.size, 1 / size), size_of_each, np.array([n]))


@pytest.mark.parametrize("kind", ["equal", "even", "unequal"])
@pytest.mark.parametrize(("size", "n"), [(2, 16), (3, 10), (5, 7)])
def test_tails_agree_with_all_outcomes(kind: str, size: int, n: int) -> None:
    rng = np.random.default_rng(size)
    ratios = []
    for _ in range(8):
        draws = lattice_draws(rng, kind, size, n)
        sums = np.zeros(1)
        for values in draws.values.reshape(n, size):
            sums = (sums[:, None] + values).ravel()
        far = np.sort(np.abs(sums))
        for x in far[[int(len(far) * q) for q in (0.9, 0.99, 0.999, 0.9999)]]:
            exact = (far >= x - 1e-9 * (1 + x)).mean()
            where = np.array([x])
            found = upper_tail(draws, where) + upper_tail(draws.mirrored(), where)
            ratios.append(found[0] / exact)
    # Too small by a tenth at the worst, which is rare; too large where few outcomes are left.
    assert min(ratios) > 0.7
    assert np.quantile(ratios, 0.1) > 0.9
    assert np.median(ratios) < 2
    assert max(ratios) < 8


def test_few_outcomes_are_all_tried() -> None:
    draws = lattice_draws(np.random.default_rng(0), "unequal", 3, 5)
    sums = [sum(outcome) for outcome in product(*draws.values.reshape(5, 3).tolist())]
    for x in (0.5, 2.0, max(sums)):
        exact = np.mean([abs(value) >= x - 1e-9 for value in sums])
        assert two_sided(draws, np.array([x]))[0] == pytest.approx(exact)
        assert enumerated(draws, np.array([x]))[0] == pytest.approx(exact)


def test_far_tails_are_exact_where_they_are_known() -> None:
    # 60 events of 4 equal cells, one of which has the word: the outlet's number is binomial.
    n, size = 60, 4
    values = np.tile([0.75, -0.25, -0.25, -0.25], n)
    draws = Draws(values, np.full(n * size, 0.25), np.full(n, size), np.array([n]))
    from scipy.stats import binom

    for hits in (25, 35, 50, 60):
        exact = binom.sf(hits - 1, n, 0.25)
        found = upper_tail(draws, np.array([hits - 0.25 * n]))[0]
        assert found / exact == pytest.approx(1.03, abs=0.2)
    assert upper_tail(draws, np.array([45.0]))[0] == pytest.approx(0.25**60)
    assert upper_tail(draws, np.array([45.5]))[0] == 0


def test_no_variation_has_no_p() -> None:
    draws = Draws(np.zeros(3), np.full(3, 1 / 3), np.array([3]), np.array([1]))
    assert np.isnan(two_sided(draws, np.zeros(1))[0])


@pytest.mark.parametrize(("n", "n_own"), [(40, 20), (100, 20), (1000, 100)])
def test_articles_of_one_length_are_hypergeometric(n: int, n_own: int) -> None:
    for with_word in (5, 10):
        for own in range(with_word + 1):
            y = np.zeros((n, 1), dtype=np.int32)
            y[:own] = y[n_own : n_own + with_word - own] = 1
            is_own = np.arange(n) < n_own
            side = Side(
                csr_array(y), np.full(n, 300.0), is_own, np.zeros(n, int), np.arange(n), np.ones(n)
            )
            found = exchange_articles(side, np.array([0]))[0]
            hits = np.arange(with_word + 1)
            far = np.abs(hits - with_word * n_own / n) >= abs(own - with_word * n_own / n) - 1e-9
            exact = hypergeom.pmf(hits, n, with_word, n_own)[far].sum()
            if exact < 0.1:
                assert 0.9 < found / exact < 1.5


def test_articles_are_drawn_without_replacement() -> None:
    rng = np.random.default_rng(3)
    n, n_own, draws = 120, 30, 100_000
    words = np.exp(rng.normal(6, 0.5, n))
    y = rng.poisson(words[:, None] * [1e-3, 1e-2] * rng.gamma(1, 1, (n, 2)))
    values = y - words[:, None] * y.sum(axis=0) / words.sum()
    picks = np.argsort(rng.random((draws, n)), axis=1)[:, :n_own]
    sums = np.abs(values[picks].sum(axis=1))
    for share in (0.05, 0.01, 0.001):
        for column in range(2):
            # Articles that by chance are as far out as this share of all draws.
            rank = np.argsort(sums[:, column])[-int(share * draws)]
            own = np.zeros(n, dtype=bool)
            own[picks[rank]] = True
            side = Side(csr_array(y), words, own, np.zeros(n, int), np.arange(n), np.ones(n))
            found = exchange_articles(side, np.array([column]))[0]
            assert 0.75 < found / share < 2


def test_few_articles_are_drawn_in_all_ways() -> None:
    y = csr_array(np.array([[2], [1], [1], [0], [0], [0]]))
    side = Side(y, np.full(6, 50.0), np.arange(6) < 3, np.zeros(6, int), np.arange(6), np.ones(6))
    assert exchange_articles(side, np.array([0]))[0] == pytest.approx(2 / 20)


def test_an_outlet_that_writes_more_is_not_taken_to_love_rare_words() -> None:
    # The long outlet has each of six rare words wherever it stands: 3 of 6 words are its own.
    def chance(words: list[float]) -> float:
        n = 6 * len(words)
        y = np.tile([1] + [0] * (len(words) - 1), 6)
        event = np.repeat(np.arange(6), len(words))
        own = np.tile([True] + [False] * (len(words) - 1), 6)
        side = Side(csr_array(y[:, None]), np.tile(words, 6), own, event, np.arange(n), np.ones(n))
        return float(exchange_cells(side, np.array([0]))[0])

    assert chance([100.0, 100, 100, 100]) == pytest.approx(1 / 4**6)
    assert chance([300.0, 100, 100, 100]) == pytest.approx(1 / 2**6)
    assert chance([30.0, 100, 100, 100]) == pytest.approx(1 / 4**6)


# Properties


def sorted_table(table: pd.DataFrame) -> pd.DataFrame:
    return table.sort_values(["outlet", "term"]).reset_index(drop=True)


@settings(max_examples=12)
@given(seed=st.integers(0, 10_000), shuffle=st.randoms(use_true_random=False))
def test_order_of_articles_does_not_matter(seed: int, shuffle) -> None:
    articles = made_up(seed, n_events=5, mean=25)
    corpus = corpus_of(articles)
    ids = corpus.articles.index.tolist()
    shuffle.shuffle(ids)
    other = fr.Corpus.from_frame(corpus.articles.loc[ids])
    pd.testing.assert_frame_equal(fr.keyness(corpus), fr.keyness(other), check_exact=True)


@settings(max_examples=12)
@given(seed=st.integers(0, 10_000))
def test_two_outlets_mirror_each_other(seed: int) -> None:
    table = fr.keyness(corpus_of(made_up(seed, lengths=(1.0, 1.0), mean=25)))
    sides = [part.set_index("term") for _, part in table.groupby("outlet")]
    if len(sides) < 2:
        return
    a, b = sides
    both = a.index.intersection(b.index)
    assert set(a.index[a["p_value"].notna()]) == set(b.index[b["p_value"].notna()])
    for name in ("log_odds", "z", "g2"):
        assert np.allclose(a.loc[both, name], -b.loc[both, name])
    assert (a.loc[both, "count"] == b.loc[both, "reference_count"]).all()
    assert (a.loc[both, ["n_articles", "n_events"]] == b.loc[both, ["n_articles", "n_events"]]).all(
        axis=None
    )


def test_names_do_not_matter() -> None:
    articles = made_up(4)
    new = {"outlet 0": "Zeit", "outlet 1": "Bild", "outlet 2": "mopo"}
    table = fr.keyness(corpus_of(articles))
    other = fr.keyness(corpus_of([(new[outlet], *rest) for outlet, *rest in articles]))
    renamed = sorted_table(table.assign(outlet=table["outlet"].map(new)))
    pd.testing.assert_frame_equal(renamed, sorted_table(other), check_dtype=False)


def test_splitting_an_article_changes_nothing_but_the_articles() -> None:
    articles = made_up(5)
    halves = []
    for outlet, event, counts in articles:
        half = {word: n // 2 for word, n in counts.items() if n // 2}
        halves += [(outlet, event, half)] if half else []
        halves.append((outlet, event, {word: n - n // 2 for word, n in counts.items()}))
    whole, split = (sorted_table(fr.keyness(corpus_of(made))) for made in (articles, halves))
    both = whole["p_value"].notna() & split["p_value"].notna()
    assert both.sum() > 5
    for name in ("count", "rate", "log_odds", "z", "g2"):
        assert np.allclose(whole[name], split[name])
    assert np.allclose(whole.loc[both, "p_value"], split.loc[both, "p_value"])


def test_an_event_that_one_outlet_covers_alone_changes_the_prior_alone() -> None:
    articles = made_up(6)
    lonely = [*articles, ("outlet 1", "scoop", {"w0": 5, "w3": 40}), ("outlet 2", None, {"w3": 9})]
    with_it, without = (rows_of(fr.keyness(corpus_of(made))) for made in (lonely, articles))
    for key, row in without.items():
        for name in ("count", "reference_count", "rate", "n_articles", "g2", "p_value"):
            assert with_it[key][name] == pytest.approx(row[name], nan_ok=True)
    assert with_it["outlet 0", "w3"]["z"] != without["outlet 0", "w3"]["z"]


# Rules


def test_rare_words_get_no_p() -> None:
    table = fr.keyness(corpus_of(made_up(7, n_events=20, vocabulary=60, mean=30)))
    rare = (table["n_articles"] < 5) | (table["n_events"] < 3)
    assert rare.sum() > 5
    assert (~rare).sum() > 20
    assert table.loc[rare, ["p_value", "q_value"]].isna().all(axis=None)
    assert table.loc[~rare, ["p_value", "q_value"]].notna().all(axis=None)
    assert (table.loc[rare, "count"] > 0).all()
    assert table.attrs["n_tested"] == (~rare).sum()


def test_words_that_an_outlet_avoids_are_there() -> None:
    articles = [
        (outlet, f"event {event}", {"plan": 20, **({} if outlet == "A" else {"regime": 2})})
        for event in range(12)
        for outlet in "ABC"
    ]
    row = rows_of(fr.keyness(corpus_of(articles)))["A", "regime"]
    assert (row["count"], row["reference_count"]) == (0, 48)
    assert row["z"] < 0 > row["g2"]
    assert row["p_value"] == pytest.approx((1 / 3) ** 12 * 1, rel=1e-6)
    assert isnan(row["dispersion"])


def test_copies_are_exchanged_as_one() -> None:
    articles = [
        (outlet, f"event {event}", {"plan": 20, **({"regime": 1} if outlet != "C" else {})})
        for event in range(6)
        for outlet in "ABC"
    ]
    groups = [f"wire {event}" if outlet != "C" else None for outlet, event, _ in articles]
    alone = rows_of(fr.keyness(corpus_of(articles)))["A", "regime"]
    copied = rows_of(fr.keyness(corpus_of(articles, copy_group=groups)))["A", "regime"]
    # Two of three cells have the word: A has it six times if it is given those in all events, and
    # lacks it as much if it is given the third in four or more.
    assert alone["p_value"] == pytest.approx(
        (2 / 3) ** 6 + sum(comb(6, n) * (1 / 3) ** n * (2 / 3) ** (6 - n) for n in (4, 5, 6)),
        rel=0.02,
    )
    # Two cells, of 42 words and of 20.
    own = 42 / 62
    assert copied["p_value"] == pytest.approx(own**6 + (1 - own) ** 6)
    assert copied["count"] == alone["count"] == 6


def test_methods_rank_by_their_own_number() -> None:
    corpus = corpus_of(made_up(8))
    for method, column in (("log-odds", "z"), ("g2", "g2")):
        table = fr.keyness(corpus, method=method)
        for _, part in table.groupby("outlet"):
            assert part[column].is_monotonic_decreasing
        assert table["outlet"].is_monotonic_increasing
    pd.testing.assert_frame_equal(
        sorted_table(fr.keyness(corpus)), sorted_table(fr.keyness(corpus, method="g2"))
    )


def test_numbers_and_marks_are_no_words_and_case_is_folded() -> None:
    frame = pd.DataFrame(
        {
            "outlet": ["A", "B"],
            "event": ["e", "e"],
            "text": ["The 2,500 TAXES – don’t rise 4% in COVID-19.", "taxes don't 7 rise!"],
        }
    )
    table = fr.keyness(fr.Corpus.from_frame(frame))
    assert set(table["term"]) == {"the", "taxes", "don't", "rise", "in", "covid-19"}
    assert table.loc[table["outlet"] == "A", "rate"].iloc[0] == pytest.approx(1 / 6)


def test_voices() -> None:
    frame = pd.DataFrame(
        {
            "outlet": ["A", "B"],
            "event": ["e", "e"],
            "text": [
                "“The plan is a disgrace,” she said on Monday.",
                "“The plan is fine,” he told us again.",
            ],
        }
    )
    corpus = fr.Corpus.from_frame(frame)
    own, quoted = (set(fr.keyness(corpus, voice=voice)["term"]) for voice in ("own", "quoted"))
    assert "disgrace" in quoted - own
    assert "monday" in own - quoted


def test_by_another_column() -> None:
    corpus = corpus_of(made_up(9))
    articles = corpus.articles.assign(desk=lambda f: np.where(f["outlet"] == "outlet 0", 1.0, 2.0))
    articles.loc[articles["outlet"] == "outlet 2", "desk"] = np.nan
    table = fr.keyness(fr.Corpus.from_frame(articles), by="desk")
    assert table.columns[0] == "desk"
    assert table["desk"].unique().tolist() == [1.0, 2.0]
    two = fr.keyness(corpus.filter(outlet=["outlet 0", "outlet 1"]))
    assert table["count"].tolist() == two["count"].tolist()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"by": "paper"}, "by='paper'"),
        ({"within": "story"}, "within='story'"),
        ({"method": "tfidf"}, "method='tfidf'"),
        ({"reference": "Nobody"}, "reference='Nobody'"),
        ({"voice": "loud"}, "voice='loud'"),
    ],
)
def test_errors_name_the_argument(arguments: dict[str, str], words: str) -> None:
    with pytest.raises(fr.FramingError, match=words):
        fr.keyness(corpus_of(made_up(0)), **arguments)


# Edges

NOTHING: dict[str, list[tuple[str, str | None, dict[str, int]]]] = {
    "no articles": [],
    "one article": [("A", "e", {"plan": 2})],
    "one outlet": [("A", "e", {"plan": 2}), ("A", "f", {"plan": 3})],
    "no event shared": [("A", "e", {"plan": 2}), ("B", "f", {"plan": 3})],
    "no words": [("A", "e", {"!": 2}), ("B", "e", {"12": 3})],
    "words on one side": [("A", "e", {"!": 2}), ("B", "e", {"plan": 3})],
}


@pytest.mark.parametrize("articles", NOTHING.values(), ids=NOTHING)
def test_nothing_to_compare_is_an_empty_table(articles: list) -> None:
    table = fr.keyness(corpus_of(articles))
    assert len(table) == 0
    assert table.columns.tolist() == ["outlet", *COLUMNS]
    assert table.attrs["n_tested"] == 0
    full = fr.keyness(corpus_of(made_up(0)))
    for name in COLUMNS:
        assert table[name].dtype == full[name].dtype


def test_no_events_are_articles() -> None:
    articles = made_up(10, n_events=12)
    none = fr.keyness(corpus_of([(outlet, None, counts) for outlet, _, counts in articles]))
    overall = fr.keyness(corpus_of(articles), within=None)
    pd.testing.assert_frame_equal(none, overall)
    assert none.attrs["within"] is None
    assert none["p_value"].notna().any()
    without = corpus_of(articles).articles.drop(columns="event")
    pd.testing.assert_frame_equal(fr.keyness(fr.Corpus.from_frame(without)), overall)


def test_one_article_an_outlet_is_not_tested() -> None:
    articles = [(outlet, None, {"plan": 5, "regime": 1}) for outlet in "ABCDEF"]
    table = fr.keyness(corpus_of(articles))
    assert table[["p_value", "q_value"]].isna().all(axis=None)
    assert len(table) == 12
    assert np.allclose(table["z"], 0)


def test_a_single_word_and_other_scripts() -> None:
    table = fr.keyness(corpus_of([("A", "e", {"plan": 2}), ("B", "e", {"plan": 3})]))
    assert table["log_odds"].isna().all()
    table = fr.keyness(corpus_of([("A", "e", {"план": 2, "мир": 1}), ("B", "e", {"مَدِينَة": 3})]))
    assert set(table["term"]) == {"план", "мир", "مَدِينَة"}
    assert np.isfinite(table["z"]).all()


# What is found, and what is not


def test_planted_words_of_the_example_are_found(example: fr.Corpus) -> None:
    table = fr.keyness(example)
    found = table[(table["q_value"] < 0.05) & (table["z"] > 0)]
    words = found.groupby("outlet")["term"].agg(set)
    assert "eye-watering" in words["Daily Clarion"]
    assert {"hard-left", "populist"} <= words["National Standard"]
    assert {"so-called", "claims"} <= words["The Common Voice"]
    assert {"state-of-the-art", "long-awaited", "been"} <= words["Meridian Business"]
    assert len(words["The Harbour Ledger"]) <= 4


@pytest.mark.parametrize("lengths", [(1.0,) * 5, (0.5, 1.0, 1.0, 2.0, 3.0)])
def test_where_there_is_nothing_little_is_found(lengths: tuple[float, ...]) -> None:
    any_found, small, n_tested, high = 0, 0, 0, []
    for seed in range(12):
        articles = made_up(seed, 30, lengths, mean=150, vocabulary=150, burst=0.7)
        table = fr.keyness(corpus_of(articles)).dropna(subset=["p_value"])
        any_found += (table["q_value"] < 0.05).any()
        small += (table["p_value"] < 0.01).sum()
        n_tested += len(table)
        high.append((table["z"].abs() > 1.96).mean())
    assert n_tested > 5_000
    assert small / n_tested < 0.013
    assert any_found <= 2
    assert np.mean(high) > 0.08  # z takes words as independent, and they are not


@pytest.mark.external
def test_furniture_of_real_outlets_is_found(news2017: fr.Corpus) -> None:
    table = fr.keyness(fr.align_events(news2017))
    found = table[(table["q_value"] < 0.001) & (table["z"] > 0)]
    words = found.groupby("outlet")["term"].agg(set)
    assert {"al", "jazeera"} <= words["Al Jazeera"]
    assert "cnn" in words["CNN"]
    assert "mr" in words["RTÉ"]
    # A word that one long article repeats has a high z and no low p.
    burst = table[(table["z"] > 5) & (table["dispersion"] > 0.9)]
    assert len(burst) > 5
    assert (burst["p_value"] > 0.01).mean() > 0.8


def test_articles_of_half_weight_count_half() -> None:
    articles = fr.example().articles.reset_index()
    halves = pd.concat([articles, articles.assign(article_id=articles["article_id"] + "-b")])
    plain = fr.keyness(fr.Corpus.from_frame(articles))
    halved = fr.keyness(fr.Corpus.from_frame(halves.assign(weight=0.5)))
    keys = ["outlet", "term"]
    both = plain.merge(halved, on=keys, suffixes=("", "_halved"))
    assert len(both) == len(plain)
    for name in ("rate", "log_odds"):
        assert np.allclose(both[name], both[f"{name}_halved"])
    assert (both["count_halved"] == 2 * both["count"]).all()
    tested = both["p_value"].notna()
    assert tested.any()
    assert np.allclose(both.loc[tested, "p_value"], both.loc[tested, "p_value_halved"])
    heavy = articles.assign(weight=np.where(articles["outlet"] == "Daily Clarion", 2.0, 1.0))
    assert not np.allclose(
        fr.keyness(fr.Corpus.from_frame(heavy))["log_odds"].head(50), plain["log_odds"].head(50)
    )
