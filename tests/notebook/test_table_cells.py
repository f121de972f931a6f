from __future__ import annotations

import pandas as pd
import pytest

from jupyter_metaml.notebook.views.bundles import RUN_TYPE


@pytest.fixture
def table(shell):
    shell.names["homes"] = pd.DataFrame(
        {
            "price": [float(place % 37) for place in range(120)],
            "rooms": [place % 5 for place in range(120)],
            "town": list("abcd") * 30,
        }
    )
    return shell


def test_a_profile_is_shown_and_nothing_returned(table):
    assert table.run("%automl_profile homes --target price --display html") is None

    bundle = table.bundles()[0]
    assert RUN_TYPE not in bundle
    assert "<caption>Columns</caption>" in bundle["text/html"]
    assert bundle["text/plain"].startswith("Table: 120 rows, 2 columns")


def test_a_table_without_a_target_has_a_profile(table):
    table.run("%automl_profile homes")

    assert table.bundles()[0]["text/plain"].startswith("Table: 120 rows, 3 columns")


def test_treatments_are_followed(table):
    table.run("%automl_profile homes --treat rooms=category,town=drop --display html")

    assert "<b>read as category</b>" in table.bundles()[0]["text/html"]
    assert "Left out: town" in table.bundles()[0]["text/plain"]


@pytest.mark.parametrize("line", ["%automl_suggest homes --target price", "%automl homes --target price --plan"])
def test_suggestions_are_shown_with_reasons_and_nothing_is_run(table, line: str):
    before = set(table.names)
    table.run(line)

    text = table.bundles()[0]["text/plain"]
    assert "Tried first:\n  1. " in text
    assert text.endswith("Nothing was run. To search, use %%automl without --plan.")
    assert not {"model", "run"} & (set(table.names) - before)


def test_the_users_table_is_not_changed(table):
    before = table.names["homes"].copy(deep=True)
    table.run("%automl_profile homes --target price")
    table.run("%automl_suggest homes --target price")

    pd.testing.assert_frame_equal(table.names["homes"], before)
