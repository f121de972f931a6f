"""What happens where new data differs from the training data (fault rows C13, C15, C19, C20, C22)."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest

from jupyter_metaml.automl import IgnoredColumnsWarning, InputContract, MissingColumnError, UnseenLevelsWarning
from jupyter_metaml.automl.casting import ColumnTypeError
from jupyter_metaml.automl.contract import ColumnCountError
from jupyter_metaml.exceptions import DataError
from jupyter_metaml.profiling import profile_task
from jupyter_metaml.tasks import make_task


def contract_of(data, target, **options):
    task = make_task(data, target, **options)
    return InputContract.of(task, profile_task(task), companions=(target,) if isinstance(target, str) else ())


@pytest.fixture
def contract(frame):
    return contract_of(frame, "species")


def features(frame):
    return frame.drop(columns="species")


def test_same_columns_pass_without_a_word(contract, frame):
    reading = contract.read(frame)

    assert list(reading.frame.columns) == ["mass", "island", "year", "seen"]
    assert (reading.ignored, reading.revived, reading.unseen) == ((), (), ())


def test_columns_in_another_order_are_put_in_order(contract, frame):
    reading = contract.read(frame[["species", "seen", "year", "mass", "island"]])

    pd.testing.assert_frame_equal(reading.frame, contract.read(frame).frame)


def test_missing_column_is_named_with_what_may_be_meant(contract, frame):
    with pytest.raises(MissingColumnError, match=r"lacks a column .* 'island'. Did you mean 'Island '\?"):
        contract.read(frame.rename(columns={"island": "Island "}))


def test_column_that_the_model_does_not_use_may_be_missing(frame):
    contract = contract_of(frame.assign(constant=1), "species")

    reading = contract.read(features(frame))

    assert reading.frame["constant"].isna().all()


def test_extra_columns_are_ignored_with_one_warning_that_names_them(contract, frame):
    reading = contract.read(frame.assign(colour="red", nested=[[1]] * len(frame)))

    assert reading.ignored == ("colour", "nested")
    with pytest.warns(IgnoredColumnsWarning, match="2 columns .* 'colour', 'nested'") as seen:
        reading.warn(stacklevel=1)
    assert len(seen) == 1


def test_target_among_the_columns_is_no_extra(contract, frame):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        contract.read(frame).warn(stacklevel=1)


def test_column_that_is_there_twice_is_refused(contract, frame):
    with pytest.raises(DataError, match="mass"):
        contract.read(pd.concat([frame, frame[["mass"]]], axis=1))


def test_text_in_a_column_of_numbers_is_an_error_with_an_example(contract, frame):
    with pytest.raises(ColumnTypeError, match=r"'mass' held numbers.*'heavy'"):
        contract.read(frame.assign(mass="heavy"))


def test_numbers_written_as_text_are_read(contract, frame):
    reading = contract.read(frame.assign(mass=frame["mass"].astype(str)))

    np.testing.assert_allclose(reading.frame["mass"], frame["mass"])


def test_unseen_levels_are_counted_by_column(contract, frame):
    frame.loc[:2, "island"] = ["elba", "elba", "malta"]

    reading = contract.read(frame)

    (unseen,) = reading.unseen
    assert (unseen.label, unseen.n_rows, unseen.examples) == ("island", 3, ("elba", "malta"))
    with pytest.warns(UnseenLevelsWarning, match="'island' in 3 of 60 rows"):
        reading.warn(stacklevel=1)


def test_missing_is_no_unseen_level(contract, frame):
    assert contract.read(frame.assign(island=None)).unseen == ()


def test_all_levels_may_be_unseen(contract, frame):
    (unseen,) = contract.read(frame.assign(island="elba")).unseen

    assert unseen.n_rows == len(frame)


def test_whole_numbers_with_gaps_are_the_same_levels():
    frame = pd.DataFrame({"code": ["1", "2", "3"] * 20, "z": np.arange(60.0), "y": [0, 1, 1] * 20})
    contract = contract_of(frame, "y", kind="binary")

    assert contract.read(frame.assign(code=[1.0, None, 3.0] * 20)).unseen == ()


@pytest.mark.parametrize("written", [str, lambda value: value.date(), lambda value: value.tz_localize("Asia/Tokyo")])
def test_dates_may_arrive_in_another_way_than_at_the_fit(contract, frame, written):
    reading = contract.read(frame.assign(seen=frame["seen"].map(written)))

    assert pd.to_datetime(reading.frame["seen"]).notna().all()


def test_values_in_a_column_that_was_empty_are_ignored_with_a_warning(frame):
    contract = contract_of(frame.assign(empty=np.nan), "species")

    reading = contract.read(frame.assign(empty="text now"))

    assert reading.revived == ("empty",)
    with pytest.warns(IgnoredColumnsWarning, match="empty in training: 'empty'"):
        reading.warn(stacklevel=1)


@pytest.mark.parametrize("n_rows", [0, 1])
def test_no_row_and_one_row_pass(contract, frame, n_rows):
    assert contract.read(frame.iloc[:n_rows]).frame.shape == (n_rows, 4)


def test_labels_of_any_type_are_found_again():
    stamp = pd.Timestamp("2026-01-31")
    values = np.random.default_rng(0).normal(size=(40, 4))
    frame = pd.DataFrame(values, columns=pd.Index([1, 2.5, ("a", "b"), stamp], dtype=object, tupleize_cols=False))
    contract = contract_of(frame.assign(y=np.arange(40) % 3 + 0.5), "y", kind="regression")

    reading = contract.read(frame[frame.columns[::-1]])

    assert list(reading.frame.columns) == [1, 2.5, ("a", "b"), stamp]
    np.testing.assert_array_equal(reading.frame.to_numpy(), values)


def test_arrays_are_matched_by_position():
    values = np.random.default_rng(0).normal(size=(40, 3))
    contract = contract_of(values, np.arange(40) % 3 + 0.5)

    assert contract.read(pd.DataFrame(values, columns=list("abc"))).frame.shape == (40, 3)
    with pytest.raises(ColumnCountError, match="X has 2 features, but this model is expecting 3 features as input"):
        contract.read(values[:, :2])


def test_the_frame_that_is_read_stays_as_it_was(contract, frame):
    odd = frame.assign(mass=frame["mass"].astype(str), extra=1)
    before = odd.copy(deep=True)

    contract.read(odd)

    pd.testing.assert_frame_equal(odd, before)


def test_other_kinds_of_tables_are_read_alike(contract, frame):
    polars = pytest.importorskip("polars")
    pyarrow = pytest.importorskip("pyarrow")
    wanted = contract.read(frame).frame

    for table in (polars.DataFrame(frame.to_dict("list")), pyarrow.Table.from_pandas(frame)):
        pd.testing.assert_frame_equal(contract.read(table).frame, wanted, check_dtype=False)
