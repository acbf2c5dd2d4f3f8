"""Frames as clusters of coded elements."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import framing as fr

NAMES = [f"{part}: {n}" for n in range(3) for part in ("problem", "cause", "moral", "remedy")]


def simulated(n: int = 120, high: float = 0.75, low: float = 0.1, seed: int = 0):
    """Codes of three frames with four elements each, and the frames."""
    rng = np.random.default_rng(seed)
    frame = rng.integers(0, 3, n)
    chance = np.where(np.arange(12) // 4 == frame[:, np.newaxis], high, low)
    codes = pd.DataFrame((rng.random((n, 12)) < chance).astype(int), columns=NAMES)
    codes.index = pd.Index([f"a{number}" for number in range(n)], name="article_id")
    return codes, frame


def agreement(one: np.ndarray, other: pd.Series) -> float:
    from sklearn.metrics import adjusted_rand_score

    known = other.notna().to_numpy()
    return float(adjusted_rand_score(one[known], other[known]))


def test_known_frames_are_found() -> None:
    codes, frame = simulated()
    found = fr.frame_clusters(codes)
    assert found.k == 3
    assert agreement(frame, found.assignments) > 0.7
    top = found.table.sort_values("share", ascending=False).groupby("frame").head(4)
    for _, rows in top.groupby("frame"):
        assert rows["element"].str[-1].nunique() == 1
        assert set(rows["group"]) == {"problem", "cause", "moral", "remedy"}


def test_independent_elements_form_no_frames() -> None:
    rng = np.random.default_rng(1)
    for seed in range(3):
        codes = pd.DataFrame((rng.random((100, 12)) < rng.uniform(0.15, 0.6, 12)).astype(int))
        found = fr.frame_clusters(codes, seed=seed)
        assert found.k == 1
        assert "at random" in found.note
        assert found.table["difference"].isna().all()


def test_silhouette_is_that_of_scikit_learn() -> None:
    from sklearn.metrics import silhouette_score

    from framing.measures.frame_clusters import _cuts, _silhouettes

    units = simulated()[0].to_numpy(dtype=float)
    cuts = _cuts(units, 4)
    due = [silhouette_score(units, cluster) for cluster in cuts.values()]
    np.testing.assert_allclose(_silhouettes(units, cuts), due)


def test_shares_by_hand() -> None:
    codes = pd.DataFrame(
        {"a": [1] * 6 + [0] * 6, "b": [1] * 5 + [0] * 7, "c": [0] * 6 + [1] * 6, "rare": [0] * 12}
    ).assign(d=lambda table: table["c"])
    found = fr.frame_clusters(codes, k=2)
    table = found.table[found.table["frame"] == found.assignments.iloc[0]].set_index("element")
    assert table.loc["b", ["share", "others", "difference"]].tolist() == [5 / 6, 0, 5 / 6]
    assert not table.loc["rare", "clustered"]
    assert found.quality["explained"].between(0, 1).all()


def test_order_of_units_changes_nothing() -> None:
    codes, _ = simulated(80)
    one, other = fr.frame_clusters(codes, k=3), fr.frame_clusters(codes.iloc[::-1], k=3)
    assert (one.assignments == other.assignments.reindex(codes.index)).mean() > 0.95


def test_as_a_measure() -> None:
    codes, frame = simulated()
    codes.iloc[0] = 0
    found = fr.frame_clusters(codes, k=3)
    assert found.assignments.isna().sum() >= 1
    articles = pd.DataFrame(
        {"outlet": np.where(frame == 0, "A", "B"), "event": [f"e{n % 10}" for n in range(120)]},
        index=codes.index,
    )
    measure = found.measure(articles)
    sums = measure.sums.groupby("article_id")[["numerator", "denominator"]].sum()
    assert (sums["numerator"] == 1).all()
    table = fr.compare(measure)
    levels = table[(table["kind"] == "level") & (table["outlet"] == "A")]
    assert levels["estimate"].sum() == pytest.approx(1)
    assert levels["estimate"].max() > 0.8


def test_codes_as_a_measure() -> None:
    codes, _ = simulated()
    sums = codes.rename_axis(columns="category").stack().rename("numerator").reset_index()
    articles = pd.DataFrame({"outlet": "A"}, index=codes.index)
    measure = fr.Measure.from_sums(
        sums.assign(denominator=1), articles, name="codes", unit="coded", kind="share"
    )
    one, other = fr.frame_clusters(codes, k=3), fr.frame_clusters(measure, k=3)
    pd.testing.assert_frame_equal(one.quality, other.quality)


@pytest.mark.parametrize(
    ("codes", "k", "said"),
    [
        (pd.DataFrame({"a": [1, 2] * 10, "b": [0, 1] * 10}), None, "codes has 2"),
        (pd.DataFrame({"a": ["x"] * 20, "b": [0, 1] * 10}), None, "codes has 'x'"),
        (pd.DataFrame({"a": [1, 0] * 10}), None, "0 elements"),
        (pd.DataFrame({"a": [], "b": []}), None, "0 units"),
        (simulated()[0], 1, "whole number from 2 to 6"),
        (simulated()[0], 7, "whole number from 2 to 6"),
        (pd.DataFrame(np.eye(2)[np.arange(4000) % 2]), None, "give a sample"),
    ],
)
def test_errors(codes: pd.DataFrame, k: int | None, said: str) -> None:
    with pytest.raises(fr.FramingError, match=said):
        fr.frame_clusters(codes, k)


def test_chart(tmp_path) -> None:
    codes, _ = simulated()
    codes.to_csv(tmp_path / "elements.csv")
    pd.DataFrame({"article_id": codes.index, "outlet": "A", "text": "Rain fell."}).to_csv(
        tmp_path / "news.csv", index=False
    )
    (tmp_path / "study.toml").write_text(
        'corpus = "news.csv"\n[copies]\ncounting = "keep"\n'
        '[frame_clusters]\ncodes = "elements.csv"\n'
    )
    chart = fr.chart("frame-clusters", tmp_path)
    assert chart.title == "The coded elements form 3 frames"
    chart.draw()
    with pytest.raises(fr.FramingError, match="names no coded elements"):
        fr.chart("frame-clusters", fr.load_study(tmp_path, frame_clusters={"codes": None}))
    with pytest.raises(fr.FramingError, match="neither a file"):
        fr.chart("frame-clusters", fr.load_study(tmp_path, frame_clusters={"codes": "no.csv"}))
