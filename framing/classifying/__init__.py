"""Classifiers trained on people's codes, and any measure against them."""

from framing.classifying.applying import classify, estimate_codes
from framing.classifying.classifier import Classifier
from framing.classifying.curve import learning_curve
from framing.classifying.files import read_classifier
from framing.classifying.gold import validate
from framing.classifying.training import train_classifier

__all__ = [
    "Classifier",
    "classify",
    "estimate_codes",
    "learning_curve",
    "read_classifier",
    "train_classifier",
    "validate",
]
