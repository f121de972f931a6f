from __future__ import annotations

import numpy as np

from jupyter_metaml.generation.draft import Draft


def test_plain_columns_are_neither_categories_nor_dates():
    draft = Draft(numbers=np.zeros((4, 5)), codes={1: np.zeros(4, dtype=np.int64)}, dates=frozenset({3}))

    assert (draft.n_rows, draft.n_columns) == (4, 5)
    assert list(draft.plain) == [0, 2, 4]


def test_appended_categories_move_behind_the_others():
    draft = Draft(numbers=np.zeros((2, 2)), codes={0: np.array([0, 1])})

    longer = draft.with_more(np.ones((2, 3)), {1: np.array([1, 0])})

    assert longer.numbers.tolist() == [[0, 0, 1, 1, 1]] * 2
    assert {place: codes.tolist() for place, codes in longer.codes.items()} == {0: [0, 1], 3: [1, 0]}
    assert draft.n_columns == 2
