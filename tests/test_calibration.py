"""A short form of benchmarks/calibration.py: wide bounds that a wrong interval or test breaks."""

from __future__ import annotations

import pytest

import framing as fr


@pytest.mark.parametrize(
    ("n_events", "kind", "within"),
    [
        (6, "count", "event"),
        (12, "count", "event"),
        (60, "count", "event"),
        (12, "score", "event"),
        (12, "share", "event"),
        (12, "count", None),
    ],
)
def test_intervals_cover_and_tests_reject_as_they_should(calibration, n_events, kind, within):
    setting = calibration.Setting(4, n_events, kind=kind, within=within)
    rates = calibration.simulate(setting, 400, seed=1, resamples=400)
    assert 0.91 <= rates["null"] <= 0.985
    assert 0.88 <= rates["planted"] <= 0.99
    assert 0.025 <= rates["p"] <= 0.065
    if kind != "share":
        assert 0.88 <= rates["level"] <= 0.99


def test_an_outlet_of_short_articles_is_not_found_too_often(calibration):
    for short in (5, 0.2):
        rates = calibration.simulate(calibration.Setting(4, 15, short=short), 400, resamples=400)
        assert rates["p"] <= 0.075


@pytest.mark.external
@pytest.mark.slow
def test_outlets_split_at_random_seldom_differ_from_themselves(calibration, news2017):
    corpus = fr.align_events(news2017)
    for measure, repeats in ((fr.loaded_terms(corpus), 10), (fr.sentiment(corpus), 60)):
        rates = calibration.placebo(measure, repeats)
        assert 0.03 <= rates["p"] <= 0.07
        assert 0.93 <= rates["covered"] <= 0.97
