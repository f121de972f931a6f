from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from jupyter_metaml.profiling.tables import Table
from jupyter_metaml.profiling.target_profile import profile_target


def test_classes_are_counted():
    table = Table(
        X=pd.DataFrame({"a": range(5)}),
        labels=("a",),
        y=np.array([0, 1, 1, 1, 0]),
        kind="binary",
        classes=np.array(["no", "yes"], dtype=object),
        target_label="answer",
    )

    target = profile_target(table)

    assert target.label == "answer"
    assert target.sketch.values == ("yes", "no")
    assert target.sketch.counts == (3, 2)
    assert (target.smallest_share, target.largest_share) == (0.4, 0.6)
    assert target.skewness is None


def test_numbers_are_sketched():
    table = Table(X=pd.DataFrame({"a": range(4)}), labels=("a",), y=np.array([1.0, 1, 2, 9]), kind="regression")

    target = profile_target(table)

    assert target.n_distinct == 3
    assert (target.sketch.minimum, target.sketch.maximum) == (1, 9)
    assert target.skewness == pytest.approx(1.105, abs=0.001)
    assert target.smallest_share is None


def test_no_target_has_no_profile():
    assert profile_target(Table(X=pd.DataFrame({"a": [1]}), labels=("a",))) is None
