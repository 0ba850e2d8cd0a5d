"""Score a data set with any product: JSON lines, CSV or Parquet in, JSON lines or Parquet out."""

from tremplin.batch.columns import Columns
from tremplin.batch.run import BatchReport, run_batch

__all__ = ["BatchReport", "Columns", "run_batch"]
