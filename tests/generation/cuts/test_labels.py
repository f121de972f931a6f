from __future__ import annotations

import pandas as pd
from source_tables import species

from jupyter_metaml.generation.cuts.labels import class_names, with_target


def test_names_do_not_depend_on_the_order_of_rows():
    turned = species()
    turned.frame["species"] = turned.frame["species"].to_numpy()[::-1].copy()

    assert class_names(turned) == class_names(species()) == ["a", "b", "c", "d"]


def test_new_answers_leave_the_source_alone():
    source = species()

    changed = with_target(source, pd.Series("same", index=source.frame.index))

    assert set(changed.answers) == {"same"}
    assert class_names(source) == ["a", "b", "c", "d"]
    assert list(changed.frame.columns) == list(source.frame.columns)
