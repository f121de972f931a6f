from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from source_tables import plants

from jupyter_metaml.generation.cuts.encoding import as_numbers


def test_everything_becomes_a_finite_number():
    frame = plants().assign(endless=np.inf, empty=np.nan, flag=True, mask=pd.array([None, 3] * 300, dtype="Int64"))

    numbers = as_numbers(frame)

    assert numbers.shape == (600, frame.shape[1])
    assert np.isfinite(numbers).all()
    assert numbers.astype(np.float32).max() < np.inf


@pytest.mark.parametrize("values", [[1.0, np.nan, 3.0], ["a", None, "b"]])
def test_missing_is_a_number_of_its_own(values):
    numbers = as_numbers(pd.DataFrame({"x": values}))[:, 0]

    assert len(set(numbers)) == 3
    assert numbers.argmin() == 1
