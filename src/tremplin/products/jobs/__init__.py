"""Text2job: French text → ROME code or appellation, with scores and reasons."""

from typing import TYPE_CHECKING, Any

from tremplin.products.jobs.product import PRODUCT
from tremplin.products.jobs.schemas import Candidate, JobRequest, JobResponse

if TYPE_CHECKING:
    from tremplin.products.jobs.model import JobClassifier

__all__ = ["PRODUCT", "Candidate", "JobClassifier", "JobRequest", "JobResponse"]


def __getattr__(name: str) -> Any:
    """Imports the model, and numpy with it, when it is first asked for."""
    if name == "JobClassifier":
        from tremplin.products.jobs.model import JobClassifier

        return JobClassifier
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
