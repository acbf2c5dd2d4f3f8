"""Study: every choice of an analysis in one file, checked, and the steps that follow from it."""

from framing.study.loading import FILE, as_study, load_study
from framing.study.of_features import FeatureStudy
from framing.study.study import Study

__all__ = ["FILE", "FeatureStudy", "Study", "as_study", "load_study"]
