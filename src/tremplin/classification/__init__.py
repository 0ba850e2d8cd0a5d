"""Text classifiers with one interface: linear now, trees and neural networks to come."""

from tremplin.classification.calibration import Calibration, Scale
from tremplin.classification.linear import Contribution, LinearClassifier
from tremplin.classification.storage import load_linear, save_linear
from tremplin.classification.view import View

__all__ = [
    "Calibration",
    "Contribution",
    "LinearClassifier",
    "Scale",
    "View",
    "load_linear",
    "save_linear",
]
