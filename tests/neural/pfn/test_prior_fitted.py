"""What holds for both estimators; but for the conventions of scikit-learn, whatever a network has learned."""

from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from _pytest.mark import ParameterSet
from sklearn.base import clone
from sklearn.utils.estimator_checks import estimator_checks_generator
from skops import io as skops_io

from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.neural import PriorFittedClassifier, PriorFittedRegressor
from jupyter_metaml.neural.pfn.prior_fitted import varies
from jupyter_metaml.neural.pfn.weights import OtherWeightsError, OtherWeightsWarning, WeightsError, write

ESTIMATORS = [PriorFittedClassifier, PriorFittedRegressor]


@pytest.fixture(params=ESTIMATORS)
def estimator(request: pytest.FixtureRequest, small_file: Path):
    return request.param(weights=small_file)


# Checks of scikit-learn that a machine may answer otherwise, each with the reason.
EXPECTED_FAILURES = {
    "check_methods_subset_invariance": "products in single precision differ in the seventh digit with their shape"
}


def conventions() -> list[ParameterSet]:
    """List what `parametrize_with_checks` would; scikit-learn 1.6 hands pytest a generator, which pytest 9 refuses."""
    return [
        pytest.param(estimator, check, marks=marks_of(check))
        for kind in ESTIMATORS
        for estimator, check in estimator_checks_generator(kind(), legacy=True)
    ]


def marks_of(check) -> list[pytest.MarkDecorator]:
    reason = EXPECTED_FAILURES.get(check.func.__name__)
    return [pytest.mark.xfail(reason=reason, strict=False)] if reason else []


def short_name(value) -> str:
    function = getattr(value, "func", None)
    return type(value).__name__ if function is None else function.__name__


@pytest.mark.parametrize(("estimator", "check"), conventions(), ids=short_name)
def test_scikit_learn_conventions_hold(estimator, check):
    check(estimator)


def answers(estimator, X) -> np.ndarray:
    return estimator.predict_proba(X) if hasattr(estimator, "predict_proba") else estimator.predict(X)


def table(n_rows: int = 40, n_columns: int = 4, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    draw = np.random.default_rng(seed)
    return draw.normal(size=(n_rows, n_columns)), draw.integers(0, 3, size=n_rows)


def test_a_row_gets_the_same_answer_alone_and_among_others(estimator):
    X, y = table()
    estimator.fit(X[:30], y[:30])

    np.testing.assert_allclose(answers(estimator, X[30:])[3:4], answers(estimator, X[33:34]), atol=1e-5)


def test_the_same_table_gives_the_same_answers(estimator):
    X, y = table()

    first, second = (answers(clone(estimator).fit(X, y), X) for _ in range(2))

    np.testing.assert_array_equal(first, second)


def test_order_of_the_training_rows_does_not_matter(estimator):
    X, y = table()
    order = np.random.default_rng(1).permutation(30)

    before = answers(clone(estimator).fit(X[:30], y[:30]), X[30:])
    after = answers(clone(estimator).fit(X[order], y[order]), X[30:])

    np.testing.assert_allclose(before, after, atol=1e-4)


def test_a_pickled_estimator_answers_alike(estimator):
    X, y = table()
    estimator.fit(X, y)

    np.testing.assert_array_equal(answers(pickle.loads(pickle.dumps(estimator)), X), answers(estimator, X))


def test_a_pickle_holds_the_rows_and_not_what_the_network_made_of_them(estimator):
    X, y = table()

    copy = pickle.loads(pickle.dumps(estimator.fit(X, y)))

    assert [member.memory for member in copy.members_] == [None, None]
    answers(copy, X)
    assert all(member.memory is not None for member in copy.members_)


def test_a_file_of_skops_answers_alike(estimator):
    frame = pd.DataFrame({"n": np.arange(30.0), "level": list("abc") * 10})
    estimator.set_params(weights=str(estimator.weights)).fit(frame, np.arange(30) % 3)
    content = skops_io.dumps(estimator)

    copy = skops_io.loads(content, trusted=skops_io.get_untrusted_types(data=content))

    np.testing.assert_array_equal(answers(copy, frame), answers(estimator, frame))


def test_a_network_of_another_shape_than_that_of_the_fit_is_refused(estimator):
    X, y = table()
    estimator.fit(X, y)
    estimator.weights = None

    with pytest.raises(OtherWeightsError, match="Fit it again"):
        answers(estimator, X)


def test_other_weights_of_the_same_shape_read_the_rows_again(estimator, small_weights, tmp_path):
    X, y = table()
    others = tmp_path / "others.npz"
    bins = small_weights.arrays["borders"]
    turned = {name: -array for name, array in small_weights.arrays.items()}
    write(others, replace(small_weights, arrays={**turned, "borders": bins}))
    fitted_again = clone(estimator).set_params(weights=others).fit(X, y)
    estimator.fit(X, y).weights = others

    with pytest.warns(OtherWeightsWarning, match="reads its rows again"):
        found = answers(estimator, X)

    np.testing.assert_array_equal(found, answers(fitted_again, X))
    np.testing.assert_array_equal(answers(estimator, X), found)  # said once


NASTY = {
    "all empty": [np.nan] * 40,
    "constant": [3.0] * 40,
    "infinite": [np.inf, -np.inf, 1.0, 2.0] * 10,
    "huge": [1e300, -1e300, 1e-300, 0.0] * 10,
    "one word": ["a"] * 40,
    "all different words": [f"name {i}" for i in range(40)],
    "NA": pd.array([1, pd.NA, 3, 4] * 10, dtype="Int64"),
    "category": pd.Categorical(["x", "y", None, "x"] * 10),
    "mixed": [1, "a", None, 2.5] * 10,
    "truth": [True, False] * 20,
    "dates": pd.to_datetime(["2020-01-01", None, "2021-05-05", "2022-02-02"] * 10),
    "lists": [[1], {"a": 2}, None, (3,)] * 10,
}


@pytest.mark.parametrize("name", NASTY)
def test_any_column_gives_finite_answers(estimator, name: str):
    X, y = table(n_columns=2)
    frame = pd.DataFrame(X, columns=["a", "b"]).assign(odd=NASTY[name])

    estimator.fit(frame[:30], y[:30])

    assert np.isfinite(answers(estimator, frame[30:])).all()
    emptied = frame[30:].assign(odd=None)
    assert np.isfinite(answers(estimator, emptied)).all()
    assert np.isfinite(answers(clone(estimator).fit(frame[["odd"]], y), frame[["odd"]])).all()


@pytest.mark.parametrize("n_rows", [2, 3, 5])
def test_a_handful_of_rows_is_enough(estimator, n_rows: int):
    X, y = table(n_rows=n_rows, n_columns=1)

    assert np.isfinite(answers(estimator.fit(X, y), X)).all()


def test_constant_columns_change_nothing(estimator):
    X, y = table()
    wider = np.c_[X, np.full(40, 7.0)]

    np.testing.assert_array_equal(
        answers(clone(estimator).fit(X, y), X), answers(clone(estimator).fit(wider, y), wider)
    )


def test_tables_beyond_training_are_taken(estimator):
    X, y = table(n_rows=1500, n_columns=60)

    estimator.fit(X, y)

    assert {len(member.view.rows) for member in estimator.members_} == {750}
    assert np.isfinite(answers(estimator, X[:5])).all()


def test_other_columns_are_refused(estimator):
    X, y = table()
    estimator.fit(pd.DataFrame(X, columns=list("abcd")), y)

    with pytest.raises(ValueError, match="feature names should match"):
        estimator.predict(pd.DataFrame(X, columns=list("abce")))


def test_a_frame_without_rows_is_refused(estimator):
    with pytest.raises(UsageError, match=r"X has 0 rows and 1 columns\. Give at least one row"):
        estimator.fit(pd.DataFrame({"a": []}), [])


@pytest.mark.parametrize("n_members", [0, -1, 2.5, "two"])
def test_a_number_of_members_that_is_none_is_refused(estimator, n_members: object):
    X, y = table()

    with pytest.raises(UsageError, match="Give a whole number from 1"):
        estimator.set_params(n_members=n_members).fit(X, y)


@pytest.mark.parametrize("kind", ESTIMATORS)
def test_a_missing_file_of_weights_is_one_line(kind: type, tmp_path: Path):
    X, y = table()

    with pytest.raises(WeightsError, match=r"^[^\n]+none.npz holds no usable weights[^\n]+$"):
        kind(weights=tmp_path / "none.npz").fit(X, y)


def test_columns_vary_when_two_cells_differ():
    values = np.array([[1.0, 1.0, np.nan, np.nan], [1.0, 2.0, np.nan, 5.0]])

    np.testing.assert_array_equal(varies(values), [False, True, False, True])
