"""How good a model is and how sure that is: metrics with intervals, calibration, slices, reports."""

from tremplin.evaluation.agreement import cohen_kappa
from tremplin.evaluation.calibration import calibration_error
from tremplin.evaluation.coverage import coverage_at_precision
from tremplin.evaluation.evaluate import evaluate
from tremplin.evaluation.intervals import Estimate, bootstrap_interval, clopper_pearson, wilson
from tremplin.evaluation.metrics import supported_scores, top_k_accuracy
from tremplin.evaluation.report import write_report
from tremplin.evaluation.result import Evaluation

__all__ = [
    "Estimate",
    "Evaluation",
    "bootstrap_interval",
    "calibration_error",
    "clopper_pearson",
    "cohen_kappa",
    "coverage_at_precision",
    "evaluate",
    "supported_scores",
    "top_k_accuracy",
    "wilson",
    "write_report",
]
