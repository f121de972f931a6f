from __future__ import annotations

import numpy as np
import pandas as pd

from jupyter_metaml.tasks.duplicates import Duplicates, find_duplicates
from jupyter_metaml.tasks.fingerprint import row_hashes


def found_in(X: pd.DataFrame) -> Duplicates | None:
    return find_duplicates(X, row_hashes(X))


def numbers(n_rows: int) -> pd.DataFrame:
    return pd.DataFrame(np.random.default_rng(0).normal(size=(n_rows, 3)), columns=list("abc"))


def test_copies_share_a_group():
    X = pd.concat([numbers(50), numbers(50).iloc[:20]], ignore_index=True)

    duplicates = found_in(X)

    assert duplicates is not None
    assert duplicates.groups[50:].tolist() == duplicates.groups[:20].tolist()
    assert len(set(duplicates.groups)) == 50
    assert round(duplicates.share, 3) == round(20 / 70, 3)


def test_a_few_copies_do_not_matter():
    assert found_in(pd.concat([numbers(98), numbers(98).iloc[:2]], ignore_index=True)) is None


def test_rows_without_copies_need_nothing():
    assert found_in(numbers(50)) is None


def test_equal_rows_in_a_table_of_few_combinations_are_no_copies():
    rng = np.random.default_rng(0)

    assert found_in(pd.DataFrame(rng.integers(0, 2, size=(200, 4)))) is None


def test_copies_of_few_rows_are_known_by_a_measured_quantity():
    X = pd.concat([pd.DataFrame({"size": [0.1, 0.2, 0.3], "colour": ["red", "blue", "red"]})] * 9, ignore_index=True)

    assert found_in(X) is not None
    assert found_in(X[["size"]]) is None
    assert found_in(X.assign(size=X["size"] * 10)) is None


def test_rows_that_are_all_equal_cannot_be_kept_apart():
    assert found_in(pd.DataFrame({"a": [1.5] * 20})) is None


def test_missing_values_are_equal():
    X = pd.concat([numbers(40).assign(c=np.nan)] * 2, ignore_index=True)

    duplicates = found_in(X)

    assert duplicates is not None
    assert duplicates.share == 0.5
