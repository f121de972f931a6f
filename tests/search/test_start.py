"""What is tried first depends on size and wishes."""

from __future__ import annotations

import dataclasses

import pytest
from networks_of_others import install_stand_ins, put_weights

from jupyter_metaml.evaluation.effort import Effort
from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.pipelines import TableShape
from jupyter_metaml.search import SearchSettings
from jupyter_metaml.search.start import begins_here, families_here, recommended_start

SHAPE = TableShape(
    kind="binary",
    n_rows=1_000,
    n_columns=10,
    n_features=10,
    n_classes=2,
    n_numbers=10,
    n_categories=0,
    max_levels=0,
    n_texts=0,
    n_dates=0,
    missing_share=0.0,
)
SMALL = Effort(cells_per_second=500.0, n_trees=300.0, slot_s=5.0)
FOLDS = dataclasses.replace(SMALL, fold_sizes=((800, 200),) * 5)
LARGE = Effort(cells_per_second=50_000.0, n_trees=100.0, slot_s=10.0, fold_sizes=((80_000, 20_000),))


def names(shape=SHAPE, effort=SMALL, **options):
    return [item.configuration.family for item in recommended_start(shape, effort, SearchSettings(**options))]


def test_cheap_model_and_strong_model_come_first_on_small_tables():
    assert names()[:3] == ["linear", "lightgbm", "prior_fitted"]


def test_what_is_known_to_take_longer_than_a_trial_may_is_left_out_unless_it_is_all_there_is():
    seconds = recommended_start(SHAPE, FOLDS, SearchSettings(families=("prior_fitted",)))[0].expected_s
    short = dataclasses.replace(FOLDS, slot_s=seconds / 2)

    assert 1.0 < seconds < 5.0
    assert "prior_fitted" in names(effort=FOLDS)
    assert "prior_fitted" not in names(effort=short)
    assert names(effort=short, families=("prior_fitted",)) == ["prior_fitted"]


def test_the_network_is_offered_on_small_tables_only():
    assert "prior_fitted" not in names(dataclasses.replace(SHAPE, n_rows=2_001))
    assert "prior_fitted" not in names(exclude=("prior_fitted",))


def test_networks_of_others_come_last_where_they_are(tmp_path, monkeypatch):
    install_stand_ins(monkeypatch, tmp_path)
    assert not {"tabicl", "tabpfn"} & set(names())

    put_weights(tmp_path)

    assert names()[-2:] == ["tabicl", "tabpfn"]
    assert names(families=("tabpfn", "linear")) == ["linear", "tabpfn"]


def test_what_a_family_lacks_that_was_asked_for_is_said(tmp_path, monkeypatch):
    install_stand_ins(monkeypatch, tmp_path)

    with pytest.raises(UsageError, match=r"'tabpfn': its weights are not in .* put "):
        names(families=("tabpfn",))
    with pytest.raises(UsageError, match="'svm': its cost is quadratic"):
        names(dataclasses.replace(SHAPE, n_rows=200_000), families=("svm",))


def test_boosted_trees_come_first_on_large_tables():
    large = dataclasses.replace(SHAPE, n_rows=100_000, n_features=60)

    assert not begins_here(large, LARGE)
    assert names(large, LARGE)[:2] == ["lightgbm", "lightgbm"]


def test_a_linear_model_that_is_there_before_workers_are_comes_first_on_tables_of_any_size():
    large = dataclasses.replace(SHAPE, n_rows=100_000, n_features=5)

    assert begins_here(large, LARGE)
    assert names(large, LARGE)[:3] == ["linear", "lightgbm", "lightgbm"]
    assert names(large, LARGE, exclude=("linear",))[:2] == ["lightgbm", "lightgbm"]


def test_trees_come_first_where_a_linear_model_would_take_longer_than_these():
    categories = dataclasses.replace(SHAPE, n_rows=50_000, n_features=30, n_categories=30)
    numbers = dataclasses.replace(categories, n_categories=0)

    assert families_here(categories, LARGE) >= {"linear"}
    assert not begins_here(categories, LARGE)
    assert begins_here(numbers, LARGE)


def test_what_ends_before_workers_are_there_runs_in_this_process():
    large = dataclasses.replace(SHAPE, n_rows=100_000, n_features=10)
    deep = dataclasses.replace(LARGE, n_trees=200.0)

    assert families_here(SHAPE, FOLDS) == {"linear", "lightgbm"}
    assert families_here(large, deep) == {"linear"}
    assert families_here(dataclasses.replace(large, n_features=60), LARGE) == frozenset()


def test_words_are_read_only_where_there_are_texts():
    assert "text_linear" not in names()
    assert "text_linear" in names(dataclasses.replace(SHAPE, n_texts=1))


def test_unwanted_families_are_left_out():
    assert "linear" not in names(exclude=("linear",))
    assert set(names(families=("svm", "linear"))) == {"svm", "linear"}


def test_nothing_left_is_said_with_what_there_is():
    with pytest.raises(UsageError, match="lightgbm"):
        names(families=("linear",), exclude=("linear",))


def test_ranks_count_from_one_and_every_entry_has_a_reason():
    items = recommended_start(SHAPE, SMALL, SearchSettings())

    assert [item.rank for item in items] == list(range(1, len(items) + 1))
    assert all(item.why for item in items)
    assert len({item.configuration for item in items}) == len(items)
