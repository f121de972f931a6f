from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.neural.pfn.training.episodes import as_episodes
from jupyter_metaml.neural.pfn.training.real_tables import MIN_ROWS, RealTables, as_real_table, read_tables
from jupyter_metaml.neural.pfn.training.recipe import Recipe, drawn


def shop(n_rows: int) -> pd.DataFrame:
    """A table with a column of each sort."""
    rng = np.random.default_rng(0)
    return pd.DataFrame(
        {
            "price": rng.normal(1e6, 10.0, n_rows),
            "town": rng.choice(["a", "b", "c", None], n_rows),
            "name": [f"name {place}" for place in range(n_rows)],
            "empty": np.nan,
            "stars": rng.integers(0, 5, n_rows),
            "sold": rng.choice(["yes", "no"], n_rows, p=[0.3, 0.7]),
        }
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a long table, a short one with a long relative, and one that is not to be learned from."""
    entries = [
        ("long", "shop", "kb", MIN_ROWS),
        ("short", "visits", "kb", 300),
        ("relative", "visits", "kb", MIN_ROWS),
        ("measured", "other", "dev", MIN_ROWS),
    ]
    for name, _, _, n_rows in entries:
        shop(n_rows).to_csv(tmp_path / f"{name}.csv", index=False)
    listing = [
        {"id": i, "file": f"{i}.csv", "target": "sold", "kind": "binary", "family": f, "split": s, "n_rows": n}
        for i, f, s, n in entries
    ]
    (tmp_path / "tasks.json").write_text(json.dumps(listing))
    return tmp_path


def test_short_tables_and_their_relatives_are_kept_for_judging(folder: Path):
    assert [table.family for table in read_tables(folder)] == ["shop"]


def test_a_folder_without_tables_is_refused(folder: Path, tmp_path: Path):
    with pytest.raises(UsageError, match="no table of the split 'none'"):
        read_tables(folder, split="none")
    with pytest.raises(UsageError, match=r"holds no tasks\.json"):
        read_tables(tmp_path / "nowhere")


def test_names_and_empty_columns_are_left_out():
    table = as_real_table(shop(1_100), "sold", "shop")

    assert table.values.shape == (1_100, 4)
    assert table.is_category.tolist() == [False, True, False, True]
    assert table.target == 3
    assert abs(float(table.values[:, 0].std()) - 1.0) < 1e-3  # a million plus a little keeps its digits
    assert np.isnan(table.values[:, 1]).any()


@pytest.mark.parametrize("regression", [False, True])
def test_batches_hold_what_stands_in_the_table(rng, small_shape, regression: bool):
    table = as_real_table(shop(1_100), "sold", "shop")

    for _ in range(30):
        batch = RealTables([table]).draw(rng, (4, 60, 2), regression=regression)

        assert batch.X.shape == (4, 60, 2)
        assert batch.y.shape == (4, 60)
        assert not np.isnan(batch.y).any()
        assert ((batch.n_classes == 0) == regression).all()
        assert (batch.y.max(axis=1) < np.where(regression, np.inf, batch.n_classes)).all()
        assert np.isin(batch.X[~np.isnan(batch.X)], table.values).all()
        assert len(as_episodes(rng, batch, 30, small_shape).answers) > 0


def test_every_column_may_be_asked_for(rng):
    tables = RealTables([as_real_table(shop(1_100), "sold", "shop")])
    found = set(tables.draw(rng, (200, 60, 2)).n_classes.tolist())

    assert {2, 3, 5} <= found  # sold, town, stars
    assert max(found) <= 10


def test_the_recipe_says_how_many_steps_are_real(small_shape, monkeypatch: pytest.MonkeyPatch):
    tables = RealTables([as_real_table(shop(1_100), "sold", "shop")])
    drawn_from = []
    monkeypatch.setattr(
        tables, "draw", lambda rng, *about, **kind: drawn_from.append(about) or draw(rng, *about, **kind)
    )
    draw = RealTables.draw.__get__(tables)

    for share, most in ((0.0, 0), (1.0, 12)):
        drawn_from.clear()
        episodes = [drawn(Recipe(cells=1_000, real=share), small_shape, step, 0, tables) for step in range(12)]

        narrow = sum(part.tables.levels.shape[2] <= 3 for part in episodes)
        assert len(drawn_from) == min(most, narrow)


def test_shapes_that_no_table_has_are_left_to_generated_ones():
    tables = RealTables([as_real_table(shop(1_100), "sold", "shop")])

    assert tables.fit((2, 1_100, 3))
    assert not tables.fit((2, 1_101, 3))
    assert not tables.fit((2, 64, 4))
