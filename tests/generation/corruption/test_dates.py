from __future__ import annotations

import numpy as np

from jupyter_metaml.generation.corruption.dates import make_dates
from jupyter_metaml.generation.draft import Draft


def test_one_column_of_numbers_becomes_a_date():
    draft = Draft(numbers=np.zeros((5, 3)), codes={0: np.zeros(5, dtype=np.int64)})

    assert {next(iter(make_dates(draft, np.random.default_rng(seed)).dates)) for seed in range(20)} == {1, 2}


def test_only_number_stays_one():
    draft = Draft(numbers=np.zeros((5, 2)), codes={0: np.zeros(5, dtype=np.int64)})

    assert make_dates(draft, np.random.default_rng(0)).dates == frozenset()
