"""The map of outlets against scipy, scikit-learn, plain loops and known positions."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.cluster.hierarchy import linkage
from scipy.spatial import procrustes
from scipy.spatial.distance import pdist, squareform

import framing as fr
from framing.charts.outlet_map import plot_outlet_map
from framing.charts.tree import leaves, plot_outlet_tree
from framing.comparison.effects import Design, grams
from framing.comparison.embedding import align, embed, join_up, squared_distances, upright
from framing.comparison.placing import linked
from framing.errors import FramingError

PATH = Path(__file__).resolve().parent.parent / "benchmarks" / "calibration_map.py"


@pytest.fixture(scope="module")
def calibration():
    spec = importlib.util.spec_from_file_location("calibration_map", PATH)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


def measure_of(
    cells: list[tuple[str, str, list[float], float]], name: str = "codes", **columns: list
) -> fr.Measure:
    """A measure from outlet, event, ratios and denominator of each article."""
    ids = [f"a{number:03}" for number in range(len(cells))]
    articles = pd.DataFrame(
        {
            "article_id": ids,
            "outlet": [outlet for outlet, _, _, _ in cells],
            "event": [event for _, event, _, _ in cells],
            **columns,
        }
    )
    sums = pd.DataFrame(
        [
            (one, f"c{number}", ratio * x, x)
            for one, (_, _, ratios, x) in zip(ids, cells, strict=True)
            for number, ratio in enumerate(ratios)
        ],
        columns=["article_id", "category", "numerator", "denominator"],
    )
    return fr.Measure.from_sums(sums, articles, name=name, unit="score", kind="score")


def made_up(
    n_outlets: int = 6, n_events: int = 12, n_columns: int = 3, seed: int = 0, noise: float = 0.3
) -> fr.Measure:
    rng = np.random.default_rng(seed)
    effect = rng.normal(size=(n_outlets, n_columns))
    event = rng.normal(size=(n_events, n_columns))
    cells = [
        (f"o{o}", f"e{e:02}", list(effect[o] + event[e] + noise * rng.normal(size=n_columns)), x)
        for e in range(n_events)
        for o in range(n_outlets)
        if rng.random() > 0.2
        for x in [float(rng.integers(5, 40))]
    ]
    return measure_of(cells)


def plain_effects(measure: fr.Measure) -> np.ndarray:
    """Weighted least squares with an effect for each event and outlet, column by column."""
    articles = measure.articles
    outlets = sorted(articles["outlet"].unique())
    events = sorted(articles["event"].unique())
    design = np.array(
        [
            [o == outlet for outlet in outlets] + [e == event for event in events]
            for o, e in zip(articles["outlet"], articles["event"], strict=True)
        ],
        dtype=float,
    )
    found = []
    for y, x in zip(measure.numerators.T, measure.denominators.T, strict=True):
        root = np.sqrt(x)
        beta = np.linalg.lstsq(design * root[:, None], y / x * root, rcond=None)[0]
        found.append(beta[: len(outlets)] - beta[: len(outlets)].mean())
    return np.array(found).T


def design_of(measure: fr.Measure) -> tuple[Design, np.ndarray]:
    articles = measure.articles.sort_values(["event", "outlet"])
    event = pd.factorize(articles["event"])[0]
    group = pd.factorize(articles["outlet"], sort=True)[0]
    rows = measure.articles.index.get_indexer(articles.index)
    x = measure.denominators[rows, 0]
    unit = np.arange(event.max() + 1)
    return Design(group, event, unit, x, group.max() + 1), measure.numerators[rows]


def test_effects_are_those_of_weighted_least_squares():
    measure = made_up()
    design, y = design_of(measure)
    whole, without = design.effects(y)
    assert np.allclose(whole, plain_effects(measure))
    for number, event in enumerate(sorted(measure.articles["event"].unique())):
        rest = measure.restrict(measure.articles.index[measure.articles["event"] != event])
        assert np.allclose(without[number], plain_effects(rest))


def test_two_outlets_differ_as_compare_says():
    measure = made_up(n_outlets=2)
    design, y = design_of(measure)
    whole, _ = design.effects(y)
    table = fr.compare(measure, reference="o1")
    contrasts = table[table["kind"] == "contrast"]
    assert np.allclose(whole[0] - whole[1], contrasts["estimate"])


def test_corrected_products_are_means_over_pairs_of_different_events():
    rng = np.random.default_rng(1)
    n_outlets, n_events, n_columns = 4, 7, 3
    values = rng.normal(size=(n_events, n_outlets, n_columns))
    event, group = np.divmod(np.arange(n_events * n_outlets), n_outlets)
    design = Design(group, event, np.arange(n_events), np.ones(len(group)), n_outlets)
    y = values.reshape(-1, n_columns)
    found = grams(lambda: iter([(design, y, np.ones(n_columns))]))
    centred = values - values.mean(axis=1, keepdims=True)
    pairs = [
        centred[one] @ centred[other].T
        for one in range(n_events)
        for other in range(n_events)
        if one != other
    ]
    assert np.allclose(found.corrected, np.mean(pairs, axis=0))


def test_scaling_gives_distances_back_as_principal_components_do():
    from sklearn.decomposition import PCA

    points = np.random.default_rng(2).normal(size=(7, 4))
    centred = points - points.mean(axis=0)
    found, values = embed(centred @ centred.T, 4)
    assert np.allclose(pdist(found), pdist(points))
    components = PCA(4).fit_transform(points)
    assert np.allclose(np.abs(found), np.abs(components))
    assert np.allclose(values[:4], (components**2).sum(axis=0))
    assert np.allclose(squared_distances(centred @ centred.T), squareform(pdist(points)) ** 2)


def test_alignment_is_that_of_scipy_but_for_scale():
    rng = np.random.default_rng(3)
    target = rng.normal(size=(6, 2))
    target -= target.mean(axis=0)
    turn = np.array([[0.6, -0.8], [0.8, 0.6]]) @ np.diag([1, -1])
    moved = (target + rng.normal(0, 0.1, target.shape)) @ turn
    moved -= moved.mean(axis=0)
    first, second, _ = procrustes(target, moved)
    found = align(moved, target)
    size = np.linalg.norm(target), np.linalg.norm(moved)
    scale = np.sum(first * second) / np.sum(second**2)
    assert np.allclose(first, target / size[0])
    assert np.allclose(second / scale, found / size[1] * np.linalg.norm(second / scale))
    assert np.isclose(np.linalg.norm(found), np.linalg.norm(moved))


def test_the_outlet_farthest_out_lies_to_the_right():
    points = np.array([[-3.0, 1.0], [1.0, -2.0], [2.0, 2.0]])
    assert upright(points).tolist() == [[3.0, -1.0], [-1.0, 2.0], [-2.0, -2.0]]
    assert upright(-points)[0, 0] == 3.0


def test_trees_are_those_of_scipy():
    rng = np.random.default_rng(4)
    distances = np.array([squareform(rng.random(15)) for _ in range(20)])
    trees, members = join_up(distances)
    for one, tree, formed in zip(distances, trees, members, strict=True):
        assert np.allclose(tree, linkage(squareform(one), "average"))
        assert formed.sum(axis=1).tolist() == tree[:, 3].tolist()
        assert formed[-1].all()


def test_outlets_hang_together_by_five_events():
    shared = np.array([[9, 5, 0, 0], [5, 9, 4, 0], [0, 4, 9, 0], [0, 0, 0, 9]])
    assert linked(shared).tolist() == [True, True, False, False]


def test_the_map_is_the_scaling_of_corrected_effects():
    measure = made_up(n_outlets=5, n_columns=2)
    found = fr.outlet_map(measure, resamples=50)
    x, y = measure.denominators, measure.numerators
    mean = y.sum(axis=0) / x.sum(axis=0)
    spread = np.sqrt((x * (y / x - mean) ** 2).sum(axis=0) / x.sum(axis=0))
    effects = plain_effects(measure) / spread / np.sqrt(2)
    raw = squareform(found.distances["raw_distance"])
    assert np.allclose(raw, squareform(pdist(effects)))
    events = sorted(measure.articles["event"].unique())
    left = []
    for event in events:
        rest = measure.restrict(measure.articles.index[measure.articles["event"] != event])
        left.append(plain_effects(rest) / spread / np.sqrt(2))
    away = np.array(left) - np.mean(left, axis=0)
    noise = sum(one @ one.T for one in away) * (len(events) - 1) / len(events)
    squared = squared_distances(effects @ effects.T - noise)
    assert np.allclose(squareform(found.distances["distance"]) ** 2, np.maximum(squared, 0))
    points = found.positions[["dimension_1", "dimension_2"]].to_numpy()
    assert np.allclose(points @ points.T, effects @ effects.T - noise, atol=0.02)
    assert found.dimensions["share"].sum() <= 1
    assert found.tree["support"].iloc[-1] == 1
    assert found.loadings.groupby("dimension")["loading"].apply(
        lambda some: (some**2).sum()
    ).tolist() == pytest.approx([1, 1])


def test_measures_weigh_alike_however_many_columns_they_have():
    one, other = made_up(n_columns=1, seed=5), made_up(n_columns=1, seed=5)
    repeated = fr.Measure.from_arrays(
        other.articles,
        np.repeat(other.numerators, 4, axis=1),
        other.denominators,
        name="other",
        unit="score",
        kind="score",
        categories=list("abcd"),
    )
    alone = fr.outlet_map(one, resamples=1).distances
    both = fr.outlet_map([one, repeated], resamples=1).distances
    assert np.allclose(alone["distance"], both["distance"])


def test_order_of_articles_changes_nothing():
    measure = made_up()
    turned = measure.restrict(measure.articles.index[::-1])
    one, other = (fr.outlet_map(some, resamples=40, seed=1) for some in (measure, turned))
    for name in ("positions", "distances", "dimensions", "tree", "loadings"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name))


def test_outlets_that_share_no_event_are_compared_through_others():
    rng = np.random.default_rng(6)
    effect = {"a": 0.0, "b": 1.0, "c": 2.0, "d": 4.0}
    cells = []
    for e in range(24):
        there = "abc" if e < 12 else "bcd"
        cells += [(o, f"e{e}", [effect[o] + rng.normal(0, 0.01)], 10.0) for o in there]
    found = fr.outlet_map(measure_of(cells), resamples=1)
    pair = found.distances.set_index(["outlet", "other"])
    assert pair.loc[("a", "d"), "n_events"] == 0
    ratio = pair.loc[("a", "d"), "distance"] / pair.loc[("a", "b"), "distance"]
    assert ratio == pytest.approx(4, rel=0.05)


def test_what_can_not_be_placed_is_left_out_and_named():
    measure = made_up(n_outlets=5)
    cells = [("lone", f"e{e:02}", [1.0, 1.0, 1.0], 9.0) for e in range(3)]
    articles = measure.articles
    rows = [
        (o, e, list(y / x), x[0])
        for o, e, y, x in zip(
            articles["outlet"],
            articles["event"],
            measure.numerators,
            measure.denominators,
            strict=True,
        )
    ]
    found = fr.outlet_map(measure_of([*rows, *cells]), resamples=1)
    last = found.positions.iloc[-1]
    assert last["outlet"] == "lone"
    assert np.isnan(last["dimension_1"])
    assert "fewer than 5 events" in last["note"]
    assert len(found.tree) == 4


@pytest.mark.parametrize(
    "measure",
    [
        made_up(n_outlets=3),
        made_up(n_events=4),
        measure_of([("a", "e", [1.0], 2.0)]),
        measure_of([("a", None, [1.0], 2.0), ("b", None, [1.0], 2.0)]),
    ],
)
def test_few_outlets_or_events_make_no_map(measure):
    found = fr.outlet_map(measure)
    assert found.notes[0].startswith("no map")
    assert found.positions["dimension_1"].isna().all()
    assert found.distances.empty
    assert found.tree.empty
    assert found.loadings.empty
    assert np.isnan(found.stress)


def test_no_articles_and_nothing_measured():
    none = made_up().restrict([])
    assert fr.outlet_map(none).notes[0].startswith("no map")
    measure = made_up()
    flat = fr.Measure.from_arrays(
        measure.articles,
        np.zeros((len(measure.articles), 1)),
        measure.denominators[:, :1],
        name="nothing",
        unit="",
        kind="count",
        categories=["none"],
    )
    found = fr.outlet_map(flat)
    assert found.tree.empty
    with_others = fr.outlet_map([measure, flat], resamples=1)
    assert "none" in with_others.notes[0]
    assert set(with_others.loadings["measure"]) == {"codes"}


@pytest.mark.parametrize(("asked", "given"), [(1, 1), (3, 3), (9, 4)])
def test_as_many_dimensions_as_asked_for_or_as_there_are(asked, given):
    found = fr.outlet_map(made_up(n_outlets=5), dimensions=asked, resamples=1)
    assert len(found.dimensions) == given
    assert f"dimension_{given}" in found.positions
    assert f"dimension_{given + 1}" not in found.positions
    assert set(found.loadings["dimension"]) == set(range(1, given + 1))


def test_arguments_are_checked():
    measure = made_up()
    with pytest.raises(FramingError, match="empty"):
        fr.outlet_map([])
    with pytest.raises(FramingError, match="dimensions=0"):
        fr.outlet_map(measure, dimensions=0)
    with pytest.raises(FramingError, match="resamples"):
        fr.outlet_map(measure, resamples=0)
    ids = measure.articles.index
    with pytest.raises(FramingError, match="same articles"):
        fr.outlet_map([measure.restrict(ids[:9]), measure.restrict(ids[5:14])])


def test_weights_count_as_articles_do():
    measure = made_up(n_outlets=4, n_columns=1)
    articles = measure.articles
    weight = np.where(np.arange(len(articles)) % 3 == 0, 2.0, 1.0)
    weighted = measure.with_articles(articles.assign(weight=weight))
    doubled = fr.Measure.from_arrays(
        articles,
        measure.numerators * weight[:, None],
        measure.denominators * weight[:, None],
        name="codes",
        unit="score",
        kind="score",
        categories=["c0"],
    )
    one = fr.outlet_map(weighted, resamples=1).distances["raw_distance"]
    other = fr.outlet_map(doubled, resamples=1).distances["raw_distance"]
    assert np.allclose(one / one[0], other / other[0])


@pytest.mark.parametrize(
    ("n_outlets", "n_events", "options"),
    [(8, 20, {}), (8, 60, {"size": 0.2}), (5, 40, {}), (8, 30, {"n_columns": 60})],
)
def test_ellipses_and_intervals_hold_the_truth(calibration, n_outlets, n_events, options):
    setting = calibration.Setting(n_outlets, n_events, **options)
    rates = calibration.simulate(setting, 40, seed=1)
    assert 0.9 <= rates["ellipse"] <= 0.995
    assert 0.9 <= rates["distance"] <= 0.999
    assert 0.92 <= rates["loading"] <= 0.99
    assert rates["error"] < rates["raw error"]
    assert 0.75 < rates["stretch"] < 1.1 < rates["raw stretch"]


def test_the_map_finds_known_positions(calibration):
    rates = calibration.simulate(calibration.Setting(10, 200, n_columns=20), 5, seed=2)
    assert rates["error"] < 0.1


def test_the_chart_draws_each_outlet_once_and_names_it():
    from matplotlib.figure import Figure
    from matplotlib.patches import Ellipse

    found = fr.outlet_map(made_up(), resamples=20)
    ax = plot_outlet_map(
        found.positions, ax=Figure(figsize=(7, 4)).add_subplot(), shares=[0.5, 0.25], unit="units"
    )
    assert {text.get_text() for text in ax.texts} == set(found.positions["outlet"])
    assert sum(isinstance(patch, Ellipse) for patch in ax.patches) == 2 * len(found.positions)
    assert ax.get_aspect() == 1.0
    assert "50%" in ax.get_xlabel()


def test_names_do_not_cover_one_another():
    from framing.charts.labels import _places

    rng = np.random.default_rng(7)
    at = rng.random((20, 2)) * [400, 240] + [50, 30]
    extents = np.column_stack([rng.uniform(20, 90, 20), np.full(20, 8.0)])
    middle = at + _places(at, extents, np.array([500.0, 300.0]))
    low, high = middle - extents / 2, middle + extents / 2
    for one in range(20):
        for other in range(one):
            apart = (high[one] <= low[other]) | (high[other] <= low[one])
            assert apart.any(), (one, other)


def test_the_tree_is_drawn_without_crossings():
    from matplotlib.figure import Figure

    found = fr.outlet_map(made_up(n_outlets=7), resamples=20)
    parts = found.tree[["left", "right"]].to_numpy()
    assert sorted(leaves(parts, 7)) == list(range(7))
    names = found.positions["outlet"].tolist()
    ax = plot_outlet_tree(found.tree, ax=Figure().add_subplot())
    assert len(ax.lines) == len(found.tree)
    assert set(names) <= {text.get_text() for text in ax.texts}


@pytest.mark.parametrize("name", ["outlet-map", "outlet-tree"])
def test_recipes_draw_the_example(study, name):
    chart = fr.chart(name, study)
    assert len(chart.data)
    assert chart.draw() is not None
    evidence = chart.evidence(measure="loaded terms", category="labels", outlet="Daily Clarion")
    assert set(evidence["outlet"]) <= {"Daily Clarion"}


@pytest.mark.parametrize("name", ["outlet-map", "outlet-tree", "phrase-map", "phrases"])
def test_recipes_of_five_articles_say_why_there_is_nothing(name, tmp_path):
    frame = pd.DataFrame(
        {"outlet": list("ABCDE"), "event": "one", "text": "The regime failed. It rained."}
    )
    frame.to_csv(tmp_path / "articles.csv", index=False)
    chart = fr.chart(name, fr.load_study(tmp_path / "articles.csv", copies={"counting": "keep"}))
    assert chart.data.empty
    assert chart.nothing.startswith("no map")
    assert "No map" in chart.caption


@pytest.mark.external
def test_news2017_is_mapped(news2017):
    corpus = fr.align_events(news2017)
    found = fr.outlet_map([fr.sentiment(corpus), fr.loaded_terms(corpus)])
    assert len(found.tree) >= 6
    assert "China Daily" in found.positions.loc[found.positions["note"] != "", "outlet"].tolist()
