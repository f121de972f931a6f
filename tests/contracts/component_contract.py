"""What every family of models owes: it builds, fits on messy rows, and predicts anywhere.

A test class inherits from `ComponentContract` and gives the fixture `family`.  Each family is fitted once per kind of
task; most tests look at that one fit.
"""

from __future__ import annotations

import pickle
import time
import warnings
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
import optuna
import pytest
import sklearn
from scipy import sparse
from sklearn.base import clone

from jupyter_metaml.pipelines import BuildContext, Family, FeatureLayout, FitContext, FitOutcome, TableShape, predict_on

KINDS = ("binary", "multiclass", "regression")
N_ROWS = 90
N_VALIDATION = 30
SHORT = {"n_estimators": 25, "epochs": 10, "width": 32}
"""What makes fits short, where a family has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A messy table: missing cells, a constant, few and many levels, dates, and what was made of a text."""

    kind: str
    X: Any
    y: Any
    layout: FeatureLayout

    @property
    def n_classes(self) -> int:
        return {"binary": 2, "multiclass": 4, "regression": 0}[self.kind]

    @property
    def context(self) -> BuildContext:
        return BuildContext(layout=self.layout, kind=self.kind, n_classes=self.n_classes, n_rows=len(self.y))

    @property
    def shape(self) -> TableShape:
        return TableShape(
            kind=self.kind,
            n_rows=len(self.y),
            n_columns=self.layout.n_features,
            n_features=self.layout.n_features,
            n_classes=self.n_classes,
            n_numbers=len(self.layout.numbers),
            n_categories=len(self.layout.categories),
            max_levels=max(self.layout.n_levels),
            n_texts=1,
            n_dates=1,
            missing_share=0.1,
        )

    @property
    def validation(self) -> dict[str, Any]:
        return {"X_val": self.X[-N_VALIDATION:], "y_val": self.y[-N_VALIDATION:]}


@cache
def messy_case(kind: str, view: str) -> Case:
    """Make ninety rows from which something can be learned."""
    rng = np.random.default_rng(0)
    numbers = rng.normal(size=(N_ROWS, 2))
    few, many = rng.integers(0, 4, N_ROWS), rng.integers(0, 40, N_ROWS)
    month, topic = rng.integers(1, 13, N_ROWS), rng.normal(size=N_ROWS)
    signal = numbers[:, 0] + 0.5 * (few == 2) + 0.2 * topic
    X = np.column_stack([numbers, np.ones(N_ROWS), few, many, month, topic]).astype(float)
    X[rng.random(X.shape) < 0.1] = np.nan
    X[:, 2], X[:, 6] = 1.0, topic  # the constant, and parts of texts, are never missing
    layout = FeatureLayout(
        names=("a", "b", "constant", "few", "many", "when: month", "words: topic 1"),
        kinds=("number", "number", "number", "category", "category", "date", "text"),
        n_levels=(0, 0, 0, 4, 40, 0, 0),
    )
    y: Any = signal * 100.0
    if kind != "regression":
        edges = np.quantile(signal, [0.5] if kind == "binary" else [0.25, 0.5, 0.75])
        y = np.searchsorted(edges, signal).astype(np.int64)
    if view == "sparse":
        matrix = sparse.csr_matrix(np.nan_to_num(X) / np.nanmax(np.abs(X), axis=0))
        return Case(kind=kind, X=matrix, y=y, layout=_all_numbers(layout))
    return Case(kind=kind, X=X, y=y, layout=layout)


def _all_numbers(layout: FeatureLayout) -> FeatureLayout:
    return FeatureLayout(names=layout.names, kinds=("number",) * layout.n_features, n_levels=(0,) * layout.n_features)


def short_params(family: Family, shape: TableShape) -> dict[str, Any]:
    """Return the defaults, with few rounds."""
    params = family.default(shape)
    return params | {name: value for name, value in SHORT.items() if name in params}


def fitted(family: Family, case: Case, **changes: Any) -> FitOutcome:
    """Fit on the rows of a case."""
    pipeline = family.build(short_params(family, case.shape), case.context)
    return family.fit(pipeline, case.X, case.y, FitContext(**{**case.validation, **changes}))


_FITTED: dict[tuple[str, str], FitOutcome] = {}


class ComponentContract:
    """Inherit and override the fixtures."""

    @pytest.fixture
    def family(self) -> Family:
        """Return the family."""
        raise NotImplementedError

    @pytest.fixture
    def trains_in_rounds(self, family: Family) -> bool:
        """Say whether a deadline ends training in between."""
        raise NotImplementedError

    @pytest.fixture(params=KINDS)
    def case(self, request: pytest.FixtureRequest, family: Family) -> Case:
        if request.param not in family.kinds:
            pytest.skip(f"{family.name} does not take {request.param} tasks")
        return messy_case(request.param, family.view)

    @pytest.fixture
    def outcome(self, family: Family, case: Case) -> FitOutcome:
        key = (family.name, case.kind)
        if key not in _FITTED:
            _FITTED[key] = fitted(family, case)
        return _FITTED[key]

    def test_predictions_have_their_shape_and_are_finite(self, case, outcome):
        predictions = predict_on(outcome.pipeline, case.X, case.kind, case.n_classes)

        assert predictions.shape == ((N_ROWS, case.n_classes) if case.n_classes else (N_ROWS,))
        assert np.isfinite(predictions).all()

    def test_probabilities_sum_to_one(self, case, outcome):
        if case.kind == "regression":
            pytest.skip("numbers")

        predictions = predict_on(outcome.pipeline, case.X, case.kind, case.n_classes)

        np.testing.assert_allclose(predictions.sum(axis=1), 1.0, atol=1e-5)
        assert predictions.min() >= 0.0

    def test_something_is_learned(self, case, outcome):
        predictions = predict_on(outcome.pipeline, case.X, case.kind, case.n_classes)

        if case.kind == "regression":
            assert np.corrcoef(predictions, case.y)[0, 1] > 0.3
        else:
            assert np.mean(predictions.argmax(axis=1) == case.y) > 1.3 / case.n_classes

    def test_the_given_pipeline_stays_unfitted(self, family, case):
        pipeline = family.build(short_params(family, case.shape), case.context)
        before = sorted(vars(pipeline[-1]))

        family.fit(pipeline, case.X, case.y, FitContext(**case.validation))

        assert sorted(vars(pipeline[-1])) == before

    def test_fitted_pipeline_can_be_cloned_and_fitted_again(self, case, outcome):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what others say while fitting is theirs to say
            again = clone(outcome.pipeline).fit(case.X, case.y)

        assert np.isfinite(predict_on(again, case.X, case.kind, case.n_classes)).all()

    def test_pickle_predicts_the_same(self, case, outcome):
        copy = pickle.loads(pickle.dumps(outcome.pipeline))

        np.testing.assert_array_equal(
            predict_on(copy, case.X, case.kind, case.n_classes),
            predict_on(outcome.pipeline, case.X, case.kind, case.n_classes),
        )

    def test_pickle_knows_nothing_of_this_package_unless_the_family_says_so(self, family, outcome):
        assert (b"jupyter_metaml" in pickle.dumps(outcome.pipeline)) == family.needs_this_package

    def test_seconds_that_follow_from_the_size_grow_with_it(self, family, case):
        if family.fold_s is None:
            return
        params = family.default(case.shape)

        small, large = (family.fold_s(params, case.shape, n_train, 20) for n_train in (100, 200))

        assert 0.0 < small < large

    def test_same_seed_gives_the_same_model(self, family, case, outcome):
        again = fitted(family, case)

        np.testing.assert_array_equal(
            predict_on(again.pipeline, case.X, case.kind, case.n_classes),
            predict_on(outcome.pipeline, case.X, case.kind, case.n_classes),
        )

    def test_fit_without_validation_rows_keeps_all_rounds(self, family, case):
        outcome = fitted(family, case, X_val=None, y_val=None)

        assert not outcome.cut
        assert outcome.found.get("n_estimators", SHORT["n_estimators"]) == SHORT["n_estimators"]

    def test_past_deadline_leaves_a_usable_model(self, family, case, trains_in_rounds):
        outcome = fitted(family, case, deadline=time.monotonic() - 1.0)

        assert outcome.cut or not trains_in_rounds
        assert np.isfinite(predict_on(outcome.pipeline, case.X, case.kind, case.n_classes)).all()

    def test_one_column_is_enough(self, family, case):
        layout = FeatureLayout(names=("a",), kinds=("number",), n_levels=(0,))
        single = Case(kind=case.kind, X=case.X[:, :1], y=case.y, layout=layout)

        outcome = fitted(family, single)

        assert np.isfinite(predict_on(outcome.pipeline, single.X, case.kind, case.n_classes)).all()

    def test_columns_that_are_empty_in_the_training_rows_are_no_obstacle(self, family, case):
        if sparse.issparse(case.X):
            return  # what is missing is zero there
        emptied = case.X.copy()
        emptied[:, [0, 3]] = np.nan  # a number and a category
        empty = replace(case, X=emptied)

        outcome = fitted(family, empty, X_val=case.X[-N_VALIDATION:])

        assert np.isfinite(predict_on(outcome.pipeline, case.X, case.kind, case.n_classes)).all()

    def test_class_that_is_missing_in_training_gets_no_probability(self, family, case):
        if case.kind != "multiclass":
            pytest.skip("only several classes can lack one")
        rows = np.flatnonzero(case.y != 1)
        pipeline = family.build(short_params(family, case.shape), case.context)

        outcome = family.fit(pipeline, case.X[rows], case.y[rows], FitContext(**case.validation))

        predictions = predict_on(outcome.pipeline, case.X, case.kind, case.n_classes)
        assert predictions.shape == (N_ROWS, case.n_classes)
        assert predictions[:, 1].max() < 0.1

    def test_weights_are_taken_or_ignored(self, family, case):
        outcome = fitted(family, case, sample_weight=np.linspace(0.5, 1.5, N_ROWS))

        assert np.isfinite(predict_on(outcome.pipeline, case.X, case.kind, case.n_classes)).all()

    def test_unseen_codes_and_missing_rows_are_predicted(self, case, outcome):
        if sparse.issparse(case.X):
            pytest.skip("the sparse view has no codes and nothing missing")
        strange = case.X[:3].copy()
        strange[0, :6], strange[1, 3:5], strange[2, 5] = np.nan, (3.0, 39.0), 12.0

        assert np.isfinite(predict_on(outcome.pipeline, strange, case.kind, case.n_classes)).all()

    def test_predictions_do_not_depend_on_the_output_container_that_a_person_chose(self, case, outcome):
        expected = predict_on(outcome.pipeline, case.X, case.kind, case.n_classes)

        with sklearn.config_context(transform_output="pandas" if not sparse.issparse(case.X) else "default"):
            found = predict_on(outcome.pipeline, case.X, case.kind, case.n_classes)

        np.testing.assert_allclose(found, expected)

    def test_found_values_are_parameters(self, family, case, outcome):
        assert set(outcome.found) <= set(family.default(case.shape))

    def test_default_lies_inside_the_space(self, family, case):
        default = family.default(case.shape)

        outside = {
            name: default.get(name)
            for name, distribution in family.space(case.shape).items()
            if name not in default or not distribution._contains(distribution.to_internal_repr(default[name]))
        }
        assert outside == {}
        assert len(family.space(case.shape)) <= 6

    def test_sampled_values_build(self, family, case):
        space = family.space(case.shape)
        optuna.logging.disable_default_handler()
        for seed in range(5):
            study = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=seed))

            params = {**family.default(case.shape), **study.ask(space).params}

            assert family.build(params, case.context).steps[-1][0] == "model"

    def test_rows_get_predictions_from_one_fit_where_the_family_promises_it(self, family, case, outcome):
        if family.out_of_fold == "folds":
            assert family.out_of_fold_predictions is None
            return
        whole = fitted(family, case, X_val=None, y_val=None)

        predictions = family.out_of_fold_predictions(whole, case.X, case.y)

        assert predictions.shape == ((N_ROWS, case.n_classes) if case.n_classes else (N_ROWS,))
        assert np.isfinite(predictions).all()
        assert not np.allclose(predictions, predict_on(whole.pipeline, case.X, case.kind, case.n_classes))
