from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from multiprocessing.reduction import ForkingPickler
from typing import Any

import numpy as np
from scipy import sparse
from sklearn.base import clone
from sklearn.pipeline import Pipeline

__all__ = ["check_text_transformer"]

TEXTS = (
    "Pizzaïolo de nuit (H/F)",
    "Vous préparez les garnitures ; cuisson au four à bois.",
    "L’équipe soude des tubes à l'arc, 35 h par semaine",
    "Pizzaïolo de jour : cuisson des pizzas",
    "",
)


def check_text_transformer(estimator: Any, texts: Sequence[str] = TEXTS) -> None:
    """Checks that an estimator of raw texts keeps scikit-learn's promises.

    scikit-learn's own ``parametrize_with_checks`` leaves out nearly everything for estimators of strings.

    Args:
        estimator: An unfitted transformer; its output is texts or a matrix with one row per text.
        texts: At least three texts to fit and transform.

    Raises:
        AssertionError: A promise is broken; the message names it.
    """
    given = list(texts)
    _check_parameters(estimator)
    before = {name: repr(value) for name, value in estimator.get_params(deep=False).items()}
    fitted = clone(estimator)
    _keep(fitted.fit(given) is fitted, "fit returns the estimator itself")
    after = {name: repr(value) for name, value in fitted.get_params(deep=False).items()}
    _keep(after == before, "fit leaves the parameters alone")
    found = _rows(fitted.transform(given))
    _keep(given == list(texts), "the input is not changed")
    _keep(len(found) == len(given), "one row comes out per text")
    _same(found, _rows(fitted.transform(given)), "transform gives the same every time")
    _same(found, _rows(clone(estimator).fit_transform(given)), "fit_transform is fit, then transform")
    _same(found[1:3], _rows(fitted.transform(given[1:3])), "a row does not depend on the others")
    ForkingPickler.dumps(fitted)
    _same(found, _rows(deepcopy(fitted).transform(given)), "a copy gives the same")
    _same(found, _rows(Pipeline([("text", clone(estimator))]).fit_transform(given)), "it works in a Pipeline")
    for name, container in _containers(given):
        _same(found, _rows(fitted.transform(container)), f"a {name} gives what a list gives")
    names = fitted.get_feature_names_out()
    if found and not isinstance(found[0], str):
        _keep(len(names) == len(found[0]), "every column has a name")
    _keep(fitted.__sklearn_tags__().input_tags.string, "its tags say that it takes strings")


def _check_parameters(estimator: Any) -> None:
    copy = clone(estimator)
    _keep(type(copy) is type(estimator), "clone keeps the type")
    parameters = estimator.get_params(deep=False)
    _keep(copy.get_params(deep=False).keys() == parameters.keys(), "clone keeps the parameters")
    _keep(copy.set_params(**copy.get_params(deep=False)) is copy, "set_params returns the estimator itself")
    repr(estimator)


def _containers(texts: list[str]) -> list[tuple[str, Any]]:
    import pandas as pd  # type: ignore[import-untyped]

    column = np.empty(len(texts), dtype=object)
    column[:] = texts
    return [
        ("tuple", tuple(texts)),
        ("numpy array", column),
        ("pandas Series", pd.Series(texts, index=range(5, 5 + len(texts)), name="texte")),
    ]


def _rows(output: Any) -> list[Any]:
    if sparse.issparse(output):
        return list(output.toarray())
    return list(output)


def _keep(kept: bool, promise: str) -> None:
    if not kept:
        raise AssertionError(f"broken promise: {promise}")


def _same(first: list[Any], second: list[Any], promise: str) -> None:
    _keep(len(first) == len(second), promise)
    for one, other in zip(first, second, strict=True):
        equal = one == other if isinstance(one, str) else np.allclose(one, other)
        _keep(equal, promise)
