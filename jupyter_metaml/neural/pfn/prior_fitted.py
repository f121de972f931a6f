"""What both estimators share: how a table is taken in, and what members make of it."""

from __future__ import annotations

import os
import warnings
from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.base import BaseEstimator
from sklearn.utils import check_random_state
from sklearn.utils.validation import check_array, check_is_fitted, validate_data

from jupyter_metaml.blas_threads import one_blas_thread
from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.neural.pfn.crosses import Crosses
from jupyter_metaml.neural.pfn.encoding import ColumnEncoder
from jupyter_metaml.neural.pfn.forward import Memory, Network
from jupyter_metaml.neural.pfn.kernel_column import KernelColumn
from jupyter_metaml.neural.pfn.table_reader import TableReader
from jupyter_metaml.neural.pfn.views import View, draw_views, importances
from jupyter_metaml.neural.pfn.weights import SHIPPED, OtherWeightsError, OtherWeightsWarning, read

_CELLS_AT_ONCE = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One view of a table, and what the network remembers of it.

    Attributes
    ----------
    view : View
    encoder : ColumnEncoder
        By the rows of the view; members with the same rows share it.
    memory : Memory or None
        None after a copy or a file, until it is needed.
    meaning : object
        What the answers mean, as the estimator needs it.
    """

    view: View
    encoder: ColumnEncoder
    memory: Memory | None
    meaning: Any


class PriorFitted(BaseEstimator):
    """Take a table in and let members of an ensemble remember it.

    Subclasses say what labels are, what answers mean, and what makes columns of combinations.
    """

    _makes_columns: ClassVar[type[Crosses | KernelColumn]]

    def __init__(self, n_members: int, weights: str | os.PathLike[str] | None, random_state: Any) -> None:
        self.n_members = n_members
        self.weights = weights
        self.random_state = random_state

    @abstractmethod
    def _labels(self, view: View, place: int) -> tuple[NDArray[Any], Any]:
        """Return the labels of the rows of a view as the network takes them, and what answers will mean."""

    def _take_in(self, X: Any, strata: NDArray[np.int64], asked: NDArray[np.float64], n_members: int) -> None:
        """Read the table and make members.

        Parameters
        ----------
        X : DataFrame or array
            Validated by `_frame`.
        strata : int array of shape (n_rows,)
        asked : array of shape (n_rows, n_targets)
            By what columns are chosen, if there are too many.
        n_members : int
        """
        rng = np.random.default_rng(check_random_state(self.random_state).randint(2**31))
        self.reader_ = TableReader(X)
        values = self.reader_.read(X)
        self.used_columns_ = np.flatnonzero(varies(values))
        values = self._used(values)
        is_category = self.reader_.is_category[self.used_columns_] if len(self.used_columns_) else np.zeros(1, np.bool_)
        network = self._network()
        self.digest_, self.shape_ = network.weights.digest, asdict(network.shape)
        whole = ColumnEncoder(values, is_category, network.shape.levels)
        weight = importances(whole.encode(values)[0], asked)
        with one_blas_thread():
            # The last column follows from the others: classes exclude each other, ranks follow from numbers.
            made = self.made_ = self._makes_columns(is_category, weight)
            values = self.values_ = np.column_stack([values, made.fit_encode(values, asked[:, :-1])])
            is_category = np.append(is_category, np.zeros(made.n_columns, np.bool_))
            encoders: dict[bytes, ColumnEncoder] = {}
            self.members_ = []
            views = draw_views(rng, strata, weight, n_members, n_made=made.n_columns, all_see_made=made.is_decisive)
            for place, view in enumerate(views):
                key = view.rows.tobytes()
                if key not in encoders:
                    encoders[key] = ColumnEncoder(values[view.rows], is_category, network.shape.levels)
                _, meaning = self._labels(view, place)
                member = Member(view=view, encoder=encoders[key], memory=None, meaning=meaning)
                self.members_.append(self._remembering(member, place, network))

    def _remembering(self, member: Member, place: int, network: Network) -> Member:
        """Let the network read the rows of a member."""
        view = member.view
        features, levels = member.encoder.encode(self.values_[view.rows])
        labels, _ = self._labels(view, place)
        return replace(member, memory=network.remember(features[:, view.columns], levels[:, view.columns], labels))

    def __getstate__(self) -> dict[str, Any]:
        """Leave out what the network remembers: the rows say the same in a hundredth of the space, to any weights."""
        state: dict[str, Any] = super().__getstate__()
        if "members_" not in state:
            return state
        return {**state, "members_": [replace(member, memory=None) for member in state["members_"]]}

    def _answers(self, X: Any) -> Iterator[list[NDArray[np.float32]]]:
        """Yield the logits of all members, block of rows by block of rows."""
        check_is_fitted(self)
        values = self._used(self.reader_.read(self._frame(X, reset=False)))
        network = self._network()
        with one_blas_thread():
            values = np.column_stack([values, self.made_.encode(values)])
            members = self._remembered(network)
        step = max(1, _CELLS_AT_ONCE // values.shape[1])
        for start in range(0, len(values), step):
            with one_blas_thread():
                logits = self._logits(members, values[start : start + step], network)
            yield logits

    def _logits(
        self, members: list[tuple[Member, Memory]], values: NDArray[np.float64], network: Network
    ) -> list[NDArray[np.float32]]:
        """Ask all members about some rows; members with the same encoder share what it makes of them."""
        encoded: dict[int, Any] = {}
        logits = []
        for member, memory in members:
            if id(member.encoder) not in encoded:
                encoded[id(member.encoder)] = member.encoder.encode(values)
            features, levels = encoded[id(member.encoder)]
            columns = member.view.columns
            logits.append(network.predict(memory, features[:, columns], levels[:, columns]))
        return logits

    def _remembered(self, network: Network) -> list[tuple[Member, Memory]]:
        """Return members and what they remember; a copy, and one that meets other weights, reads its rows again."""
        is_other = network.weights.digest != self.digest_
        if is_other and asdict(network.shape) != self.shape_:
            raise OtherWeightsError.for_estimator(type(self).__name__)
        if is_other:
            warnings.warn(OtherWeightsWarning.text(type(self).__name__), OtherWeightsWarning, stacklevel=5)
        if is_other or any(member.memory is None for member in self.members_):
            self.members_ = [self._remembering(member, place, network) for place, member in enumerate(self.members_)]
            self.digest_ = network.weights.digest
        return [(member, member.memory) for member in self.members_ if member.memory is not None]

    def _used(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the columns that vary; where none does, one column without content stands for the table."""
        return values[:, self.used_columns_] if len(self.used_columns_) else np.zeros((len(values), 1))

    def _frame(self, X: Any, *, reset: bool) -> pd.DataFrame:
        """Check names and number of columns; return the table as a frame."""
        if not isinstance(X, pd.DataFrame):
            X = check_array(X, dtype=None, ensure_all_finite=False, input_name="X", estimator=self)
            validate_data(self, X, reset=reset, skip_check_array=True)
            return pd.DataFrame(X)
        if not X.shape[0] or not X.shape[1]:
            msg = f"X has {X.shape[0]} rows and {X.shape[1]} columns. Give at least one row and one column."
            raise UsageError(msg)
        validate_data(self, X, reset=reset, skip_check_array=True)
        return X

    def _network(self) -> Network:
        return network_from(Path(self.weights) if self.weights is not None else SHIPPED)

    def _checked_n_members(self) -> int:
        if not isinstance(self.n_members, (int, np.integer)) or self.n_members < 1:
            msg = f"n_members is {self.n_members!r}. Give a whole number from 1; more than 8 bring little."
            raise UsageError(msg)
        return int(self.n_members)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        tags.input_tags.string = True
        tags.input_tags.categorical = True
        return tags


def varies(values: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell which columns hold two different things, an empty cell being one."""
    return np.asarray(~((values == values[:1]) | (np.isnan(values) & np.isnan(values[:1]))).all(axis=0))


@lru_cache(maxsize=4)
def network_from(path: Path) -> Network:
    """Read a network once per process."""
    return Network(read(path))
