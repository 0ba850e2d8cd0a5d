from __future__ import annotations

import importlib
import importlib.util
from types import ModuleType

from tremplin.base.errors import MissingExtraError, UnknownNameError

__all__ = ["EXTRA_MODULES", "missing_modules", "require"]

EXTRA_MODULES: dict[str, tuple[str, ...]] = {
    "scan": ("onnxruntime", "cv2", "pypdfium2"),
    "train": ("gensim", "omikuji", "onnx", "simplemma", "torch"),
    "spark": ("pyspark",),
    "postgres": ("psycopg",),
    "s3": ("obstore",),
    "fast": ("numba",),
    "proof": ("z3",),
}
"""The modules that each optional extra brings."""


def missing_modules(extra: str) -> list[str]:
    """Names the modules of an extra that are not installed, without importing any.

    Raises:
        UnknownNameError: There is no such extra.
    """
    if extra not in EXTRA_MODULES:
        raise UnknownNameError("extra", extra, EXTRA_MODULES)
    return [module for module in EXTRA_MODULES[extra] if importlib.util.find_spec(module) is None]


def require(module: str, *, extra: str) -> ModuleType:
    """Imports an optional module, or says which pip line brings it.

    Args:
        module: Dotted name of the module.
        extra: The extra of Tremplin that installs it.

    Raises:
        MissingExtraError: The module itself is not installed. A module that is installed and fails while it
            is imported raises its own error.
    """
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        if error.name is None or module.split(".")[0] != error.name.split(".")[0]:
            raise
        raise MissingExtraError(
            f"{module} is not installed. Install it with: pip install 'tremplin[{extra}]'", name=module
        ) from error
