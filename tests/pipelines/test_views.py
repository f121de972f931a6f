from __future__ import annotations

import pickle

import numpy as np
import pandas as pd
import pytest
import sklearn
from scipy import sparse
from sklearn.utils.validation import check_is_fitted

from jupyter_metaml.exceptions import DataError
from jupyter_metaml.pipelines import family, fit_views, make_view

N = 60
TREATMENTS = {"size": "number", "color": "category", "yes": "category", "when": "date", "words": "text", "id": "drop"}


@pytest.fixture
def frame():
    rng = np.random.default_rng(0)
    return pd.DataFrame(
        {
            "size": np.where(np.arange(N) % 9 == 0, np.nan, rng.normal(size=N)),
            "color": rng.choice(["red", "green", "blue"], N),
            "yes": rng.choice([True, False], N),
            "when": pd.date_range("2024-01-01", periods=N, freq="5D"),
            "words": [f"item {i % 7} is {'good' if i % 3 else 'bad'}" for i in range(N)],
            "id": np.arange(N),
        }
    )


@pytest.fixture
def views(table, frame):
    return fit_views(*table(frame, **TREATMENTS))


def test_dense_view_is_one_float_matrix_in_row_order(views):
    matrix = views["dense"].matrix

    assert matrix.dtype == np.float64
    assert matrix.flags.c_contiguous
    assert matrix.shape == (N, views["dense"].layout.n_features)


def test_layout_tells_what_the_columns_hold(views):
    layout = views["dense"].layout
    by_name = dict(zip(layout.names, zip(layout.kinds, layout.n_levels, strict=True), strict=True))

    assert by_name["size"] == ("number", 0)
    assert by_name["color"] == ("category", 3)
    assert by_name["yes"] == ("number", 0)  # two levels are a yes or no
    assert by_name["when: days"] == ("date", 0)
    assert by_name["words: topic 1"] == ("text", 0)
    assert not any(name.startswith("id") for name in layout.names)


def test_missing_cells_stay_missing(views, frame):
    place = views["dense"].layout.names.index("size")

    np.testing.assert_array_equal(np.isnan(views["dense"].matrix[:, place]), frame["size"].isna())


def test_sparse_view_has_words_levels_and_no_missing_cells(views):
    view = views["sparse"]

    assert sparse.isspmatrix_csr(view.matrix)
    assert "words: good" in view.layout.names
    assert len(view.layout.names) == view.matrix.shape[1]
    assert np.isfinite(view.matrix.data).all()
    assert set(view.layout.kinds) == {"number", "text"}


@pytest.mark.parametrize("name", ["dense", "sparse"])
def test_new_rows_get_the_same_columns(views, frame, name):
    view = views[name]

    found = view.transformer.transform(frame[:5])

    np.testing.assert_allclose(_dense(found), _dense(view.matrix[:5]))


def _dense(matrix):
    return matrix.toarray() if sparse.issparse(matrix) else matrix


def test_order_of_columns_and_extra_ones_do_not_matter(views, frame):
    shuffled = frame.assign(extra=1)[["extra", *reversed(frame.columns)]]

    np.testing.assert_array_equal(views["dense"].transformer.transform(shuffled), views["dense"].matrix)


def test_missing_column_is_named(views, frame):
    with pytest.raises(ValueError, match="color"):
        views["dense"].transformer.transform(frame.drop(columns="color"))


def test_dropped_column_may_be_absent(views, frame):
    found = views["dense"].transformer.transform(frame.drop(columns="id"))

    assert len(found) == N


def test_types_may_differ_at_prediction(views, frame):
    other = pd.DataFrame(
        {
            "size": frame["size"].astype("Float64"),
            "color": frame["color"].astype("category"),
            "yes": frame["yes"].astype("boolean"),
            "when": frame["when"].dt.strftime("%Y-%m-%d"),
            "words": frame["words"].astype("string"),
        }
    )

    np.testing.assert_array_equal(views["dense"].transformer.transform(other), views["dense"].matrix)


def test_pickle_knows_nothing_of_this_package(views):
    assert not any(b"jupyter_metaml" in pickle.dumps(view.transformer) for view in views.values())


def test_output_container_that_a_person_chose_does_not_matter(views, frame):
    with sklearn.config_context(transform_output="pandas"):
        found = views["dense"].transformer.transform(frame)

    np.testing.assert_array_equal(found, views["dense"].matrix)


def test_table_is_not_changed(table, frame):
    before = frame.copy(deep=True)

    fit_views(*table(frame, **TREATMENTS))

    pd.testing.assert_frame_equal(frame, before)


def test_sparse_view_is_made_for_those_who_need_it(table, frame):
    task, profile = table(frame, **TREATMENTS)

    assert set(fit_views(task, profile, families=[family("linear")])) == {"dense"}
    assert set(fit_views(task, profile, families=[family("text_linear")])) == {"dense", "sparse"}


@pytest.mark.parametrize("name", ["dense", "sparse"])
def test_numbers_may_stand_beside_numbers_that_are_categories(table, frame, name):
    coded = frame.assign(shop=np.arange(N) % 4)

    view = fit_views(*table(coded, **TREATMENTS, shop="category"))[name]

    assert view.matrix.shape == (N, view.layout.n_features)


def test_table_without_text_has_no_sparse_view(table, frame):
    assert set(fit_views(*table(frame[["size", "color"]], **TREATMENTS))) == {"dense"}


def test_nothing_left_is_an_error_that_says_why(table, frame):
    task, profile = table(frame[["id"]], id="drop")

    with pytest.raises(DataError, match=r"all 1 columns are left out \('id': said so\)"):
        fit_views(task, profile)


def test_column_names_may_be_anything_that_is_text(table):
    names = ["n_jobs", "a__b", "{}: [],", "transformers", "\x00a", "'\"<b>"]
    frame = pd.DataFrame(np.eye(6), columns=names)
    frame["a__b"] = ["x", "y", "z", "x", "y", "z"]
    frame["\x00a"] = pd.date_range("2024", periods=6)
    treatments = dict.fromkeys(names, "number") | {"a__b": "category", "\x00a": "date"}

    found = fit_views(*table(frame, **treatments))["dense"]

    assert set(names) == {found.layout.source(place) for place in range(found.layout.n_features)}


def test_made_view_is_unfitted(plan, frame):
    view = make_view([plan(name, treatment) for name, treatment in TREATMENTS.items()], "dense", frame)

    with pytest.raises(sklearn.exceptions.NotFittedError):
        check_is_fitted(view)


def test_wide_table_has_one_transformer_for_all_numbers(table):
    frame = pd.DataFrame(np.zeros((3, 500)), columns=[f"x{i}" for i in range(500)])
    frame.loc[0] = 1.0

    view = fit_views(*table(frame, **dict.fromkeys(frame.columns, "number")))["dense"]

    assert len(view.transformer.transformers) == 1
    assert view.matrix.shape == (3, 500)
