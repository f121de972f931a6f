"""Pipelines in a form that skops can write, and that cannot smuggle in a function.

Steps without state are public functions of pandas and NumPy in a `FunctionTransformer`. Methods of pandas classes have
no importable name, which skops asks for, and a name from a file could stand for any function. So functions are written
as words of the list below, and read back through the same list::

    FunctionTransformer(pd.DataFrame.astype, kw_args={"dtype": "float64"})
        <-> FunctionTransformer({"function": "pandas.DataFrame.astype"}, kw_args={"dtype": "float64"})

A step of a new kind needs its function in `FUNCTIONS`; `to_portable` says so. All element-wise functions of NumPy are
in, as none of them does more than compute.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Mapping
from copy import copy, deepcopy
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import FunctionTransformer
from sklearn.utils import check_array

from jupyter_metaml.exceptions import StorageError

FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "len": len,
    "numpy.asarray": np.asarray,
    "numpy.clip": np.clip,
    "numpy.diff": np.diff,
    "numpy.dot": np.dot,
    "numpy.float32": np.float32,
    "numpy.float64": np.float64,
    "object": object,
    "pandas.DataFrame": pd.DataFrame,
    "pandas.DataFrame.apply": pd.DataFrame.apply,
    "pandas.DataFrame.astype": pd.DataFrame.astype,
    "pandas.DataFrame.clip": pd.DataFrame.clip,
    "pandas.DataFrame.div": pd.DataFrame.div,  # type: ignore[misc] # a method, which the stubs do not know
    "pandas.DataFrame.fillna": pd.DataFrame.fillna,
    "pandas.DataFrame.map": pd.DataFrame.map,
    "pandas.DataFrame.notna": pd.DataFrame.notna,
    "pandas.DataFrame.rename": pd.DataFrame.rename,
    "pandas.DataFrame.replace": pd.DataFrame.replace,
    "pandas.DataFrame.set_axis": pd.DataFrame.set_axis,
    "pandas.DataFrame.where": pd.DataFrame.where,
    "pandas.Series.apply": pd.Series.apply,
    "pandas.Series.astype": pd.Series.astype,
    "pandas.Series.div": pd.Series.div,
    "pandas.Series.fillna": pd.Series.fillna,
    "pandas.Series.sub": pd.Series.sub,
    "pandas.Series.to_frame": pd.Series.to_frame,
    "pandas.to_datetime": pd.to_datetime,
    "pandas.to_numeric": pd.to_numeric,
    "pandas.to_timedelta": pd.to_timedelta,
    "sklearn.utils.check_array": check_array,  # inside HistGradientBoosting
}
METHODS = frozenset({"count", "removesuffix", "slice"})
NUMPY = "numpy."
_ATTRIBUTE = re.compile(r"dt\.[a-z_]+|str")
# Keywords under which pandas takes the name of a method as text: only functions of the list may stand there.
_TAKES_A_FUNCTION = "func"


# What our pipelines hold besides the types that skops knows itself; all of them only hold data and compute. Functions
# are never among them.
TRUSTED = frozenset(
    {
        "catboost.core.CatBoostClassifier",
        "catboost.core.CatBoostRegressor",
        "collections.OrderedDict",
        "jupyter_metaml.neural.pfn.classifier.PriorFittedClassifier",
        "jupyter_metaml.neural.pfn.crosses.Crosses",
        "jupyter_metaml.neural.pfn.encoding.ColumnEncoder",
        "jupyter_metaml.neural.pfn.kernel_column.KernelColumn",
        "jupyter_metaml.neural.pfn.prior_fitted.Member",
        "jupyter_metaml.neural.pfn.regressor.PriorFittedRegressor",
        "jupyter_metaml.neural.pfn.table_reader.TableReader",
        "jupyter_metaml.neural.pfn.views.View",
        "lightgbm.basic.Booster",
        "lightgbm.sklearn.LGBMClassifier",
        "lightgbm.sklearn.LGBMRegressor",
        "numpy.dtype",
        "_loss.CyHalfBinomialLoss",
        "_loss.CyHalfMultinomialLoss",
        "_loss.CyHalfSquaredError",
        "sklearn._loss.link.IdentityLink",
        "sklearn._loss.link.Interval",
        "sklearn._loss.link.LogitLink",
        "sklearn._loss.link.MultinomialLogit",
        "sklearn._loss.loss.HalfBinomialLoss",
        "sklearn._loss.loss.HalfMultinomialLoss",
        "sklearn._loss.loss.HalfSquaredError",
        "sklearn.calibration._CalibratedClassifier",
        "sklearn.calibration._SigmoidCalibration",
        "sklearn.ensemble._hist_gradient_boosting.binning._BinMapper",
        "sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor",
        "sklearn.frozen._frozen.FrozenEstimator",
        "sklearn.compose._column_transformer._RemainderColsList",
        "sklearn.metrics._dist_metrics.EuclideanDistance64",
        "sklearn.metrics._dist_metrics.ManhattanDistance64",
        "sklearn.metrics._dist_metrics.MinkowskiDistance64",
        "sklearn.model_selection._split.KFold",
        "sklearn.model_selection._split.StratifiedKFold",
        "sklearn.neighbors._ball_tree.BallTree",
        "sklearn.neighbors._kd_tree.KDTree",
        "sklearn.neural_network._stochastic_optimizers.AdamOptimizer",
        "sklearn.tree._tree.Tree",
        "sklearn.utils._bunch.Bunch",
        "xgboost.core.Booster",
        "xgboost.sklearn.XGBClassifier",
        "xgboost.sklearn.XGBRegressor",
    }
)


class PortableError(StorageError):
    """A pipeline holds a function that is not in the list."""

    @classmethod
    def unknown(cls, what: object) -> PortableError:
        """Name it."""
        return cls(
            f"The pipeline holds {str(what)[:80]!r}, which is not among the functions that are written to files. "
            "Use pickle for your own use."
        )


def to_portable(pipeline: Pipeline) -> Pipeline:
    """Return a copy in which functions are words.

    Parameters
    ----------
    pipeline : Pipeline
        Fitted; it is not changed.

    Raises
    ------
    PortableError
        If it holds a function that is not in the list.
    """
    whole: Pipeline = deepcopy(pipeline)
    for step in list(_function_steps(whole, set())):
        step.func = _to_words(step.func)
        step.inverse_func = None
        step.kw_args = {name: _to_words(value) for name, value in (step.kw_args or {}).items()}
    return whole


def from_portable(pipeline: Pipeline) -> Pipeline:
    """Put the functions back, in place.

    Parameters
    ----------
    pipeline : Pipeline
        As read from a file.

    Returns
    -------
    Pipeline
        The same object.

    Raises
    ------
    PortableError
        If a word is not in the list, or something else stands where one should.
    """
    for step in list(_function_steps(pipeline, set())):
        step.func = _function(step.func)
        step.kw_args = {
            name: _function(value) if name == _TAKES_A_FUNCTION else _from_words(value)
            for name, value in (step.kw_args or {}).items()
        }
    return pipeline


def _function_steps(value: Any, seen: set[int]) -> Iterator[FunctionTransformer]:
    """Find all function steps below an estimator, a container or a dictionary of them, each once."""
    if id(value) in seen or isinstance(value, str | bytes | np.ndarray):
        return
    seen.add(id(value))
    if isinstance(value, FunctionTransformer):
        yield value
    elif isinstance(value, Mapping):
        for item in list(value.values()):
            yield from _function_steps(item, seen)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _function_steps(item, seen)
    elif isinstance(value, BaseEstimator):
        yield from _function_steps(vars(value), seen)


def _to_words(value: Any) -> Any:
    for kind, write in _WRITERS:
        if isinstance(value, kind):
            return write(value)
    return {"function": _name_of(value)} if callable(value) else copy(value)


def _name_of(function: Any) -> str:
    name = getattr(function, "__name__", "")
    if isinstance(function, np.ufunc) and getattr(np, name, None) is function:
        return f"{NUMPY}{name}"
    for known, candidate in FUNCTIONS.items():
        if candidate is function:
            return known
    raise PortableError.unknown(function)


def _function_named(name: Any) -> Callable[..., Any]:
    if isinstance(name, str) and name in FUNCTIONS:
        return FUNCTIONS[name]
    function = getattr(np, name.removeprefix(NUMPY), None) if isinstance(name, str) and name.startswith(NUMPY) else None
    if not isinstance(function, np.ufunc):
        raise PortableError.unknown(name)
    return function


def _call_of(getter: Any) -> tuple[Any, tuple[Any, ...]]:
    """Return the first and the other arguments that a getter of `operator` was made with."""
    first, *rest = getter.__reduce__()[1]
    return first, tuple(rest)


def _function(words: Any) -> Any:
    """Read words that must stand for a function, or for none."""
    if words is None:
        return None
    if not isinstance(words, dict) or not words.keys() & MAKES_A_FUNCTION:
        raise PortableError.unknown(words)
    return _from_words(words)


def _from_words(value: Any) -> Any:
    if isinstance(value, list):
        return [_from_words(item) for item in value]
    if isinstance(value, dict):
        word = next(iter(value), "")
        if word not in _READERS:
            raise PortableError.unknown(value)
        return _READERS[word](value)
    if callable(value):
        raise PortableError.unknown(value)
    return value


def _read_attribute(words: dict[str, Any]) -> Callable[..., Any]:
    if not _ATTRIBUTE.fullmatch(words["attribute"]):
        raise PortableError.unknown(words)
    return operator.attrgetter(words["attribute"])


def _read_method(words: dict[str, Any]) -> Callable[..., Any]:
    if words["method"] not in METHODS:
        raise PortableError.unknown(words)
    return operator.methodcaller(words["method"], *_from_words(words["arguments"]))


def _read_partial(words: dict[str, Any]) -> Callable[..., Any]:
    keywords = {name: _from_words(item) for name, item in words["keywords"].items()}
    return partial(_function_named(words["partial"]), *_from_words(words["arguments"]), **keywords)


def _write_method(method: operator.methodcaller) -> dict[str, Any]:
    name, arguments = _call_of(method)
    return {"method": name, "arguments": list(arguments)}


def _write_item(getter: operator.itemgetter[Any]) -> dict[str, Any]:
    wanted = _call_of(getter)[0]
    return {"slice": [wanted.start, wanted.stop]} if isinstance(wanted, slice) else {"items": _to_words(wanted)}


def _write_partial(function: partial[Any]) -> dict[str, Any]:
    keywords = {name: _to_words(item) for name, item in function.keywords.items()}
    return {"partial": _name_of(function.func), "arguments": list(function.args), "keywords": keywords}


# What stands in a step, and how it is written; `_READERS` reads the same words.
_WRITERS: tuple[tuple[type, Callable[[Any], Any]], ...] = (
    (partial, _write_partial),
    (operator.methodcaller, _write_method),
    (operator.attrgetter, lambda getter: {"attribute": _call_of(getter)[0]}),
    (operator.itemgetter, _write_item),
    (pd.Index, lambda index: {"labels": [_to_words(label) for label in index]}),
    (pd.Timestamp, lambda time: {"timestamp": time.isoformat(), "unit": time.unit}),
    (pd.Timedelta, lambda duration: {"seconds": duration.total_seconds()}),
    (list, lambda items: [_to_words(item) for item in items]),
    (Mapping, lambda pairs: {"mapping": [[_to_words(key), _to_words(item)] for key, item in pairs.items()]}),
)
_READERS: Mapping[str, Callable[[dict[str, Any]], Any]] = {
    "function": lambda words: _function_named(words["function"]),
    "partial": _read_partial,
    "method": _read_method,
    "attribute": _read_attribute,
    "slice": lambda words: operator.itemgetter(slice(*words["slice"])),
    "items": lambda words: operator.itemgetter(_from_words(words["items"])),
    "labels": lambda words: pd.Index(_from_words(words["labels"]), dtype=object, tupleize_cols=False),
    "timestamp": lambda words: pd.Timestamp(words["timestamp"]).as_unit(words["unit"]),
    "seconds": lambda words: pd.Timedelta(seconds=words["seconds"]),
    "mapping": lambda words: {_from_words(key): _from_words(item) for key, item in words["mapping"]},
}
MAKES_A_FUNCTION = {"function", "partial", "method", "attribute", "slice", "items"}
