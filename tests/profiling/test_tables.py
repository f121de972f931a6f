from __future__ import annotations

import numpy as np
import pandas as pd

from jupyter_metaml.profiling.tables import table_of_frame, table_of_task
from jupyter_metaml.tasks import make_task


def test_a_table_without_a_target_keeps_its_labels():
    table = table_of_frame(pd.DataFrame({2024: [1, 2], "b": ["x", "y"]}))

    assert table.labels == (2024, "b")
    assert all(isinstance(name, str) for name in table.names)
    assert (table.n_rows, table.n_columns, table.n_classes) == (2, 2, 0)
    assert table.y is None


def test_a_table_of_a_task_knows_its_target(plain):
    table = table_of_task(make_task(plain, "y"))

    assert table.kind == "binary"
    assert table.classes.tolist() == ["no", "yes"]
    assert table.labels == ("size", "weight", "colour")
    assert table.target_label == "y"
    assert table.n_folds >= 1


def test_arrays_get_names():
    table = table_of_frame(np.zeros((3, 2)))

    assert table.n_columns == 2
