from __future__ import annotations

import numpy as np
import pytest
from latent_base import latent_base

from jupyter_metaml.knowledge import KnowledgeBase
from jupyter_metaml.metalearning.cost import CostModel, Size
from jupyter_metaml.pipelines import Configuration

LINEAR, FOREST = Configuration.of("linear"), Configuration.of("extra_trees")


def size(n_rows=1_000, n_columns=10, n_classes=2):
    return Size.of(n_rows, n_columns, n_classes, 0.0)


def made(make_base, make_task, rule, **changes):
    rows = [100, 300, 1_000, 3_000, 10_000] * 4
    columns = [5] * 10 + [20] * 10
    tasks = [make_task(n, n_rows=r, n_columns=c, **changes) for n, (r, c) in enumerate(zip(rows, columns, strict=True))]
    seconds = [[rule(r, c), 3 * rule(r, c)] for r, c in zip(rows, columns, strict=True)]
    return make_base([[0.1, 0.2]] * 20, configurations=(LINEAR, FOREST), tasks=tasks, fit_s=seconds)


def test_seconds_grow_with_rows_and_columns(make_base, make_task):
    model = CostModel.fit(made(make_base, make_task, lambda rows, columns: 1e-5 * rows * columns))

    found, _ = model.seconds((LINEAR, FOREST), size(2_000, 10))

    np.testing.assert_allclose(found, [0.2, 0.6], rtol=0.15)


def test_beyond_the_base_seconds_grow_linearly(make_base, make_task):
    model = CostModel.fit(made(make_base, make_task, lambda rows, columns: 1e-5 * rows * columns))

    inside, _ = model.seconds((LINEAR,), size(10_000, 10))
    outside, _ = model.seconds((LINEAR,), size(100_000, 10))

    assert outside[0] == pytest.approx(10 * inside[0])


def test_small_tables_take_what_a_fit_takes_at_least(make_base, make_task):
    model = CostModel.fit(made(make_base, make_task, lambda rows, columns: 0.2 + 1e-5 * rows * columns))

    found, _ = model.seconds((LINEAR,), size(100, 5))

    assert found[0] == pytest.approx(0.2, rel=0.3)


def test_upper_end_covers_nine_of_ten():
    base = latent_base(60, 24, seed=2)
    model = CostModel.fit(base)

    below = [
        base.fit_s[row] <= model.seconds(base.configurations, Size.of(t.n_rows, t.n_columns, 2, 0.0))[1]
        for row, t in enumerate(base.tasks)
    ]

    assert 0.85 < np.mean(below) < 0.95


def test_configuration_never_seen_costs_what_its_family_does(make_base, make_task):
    model = CostModel.fit(made(make_base, make_task, lambda rows, columns: 1e-5 * rows * columns))

    found, _ = model.seconds((LINEAR, Configuration.of("linear", C=5.0), Configuration.of("mlp")), size())

    assert found[1] == pytest.approx(found[0], rel=0.01)
    assert np.isnan(found[2])


def test_gaps_do_not_bend_the_slopes(make_base, make_task):
    base = made(make_base, make_task, lambda rows, columns: 1e-5 * rows * columns)
    base.fit_s[5:, 1] = np.nan
    base.loss[5:, 1] = np.nan

    found, _ = CostModel.fit(base).seconds((LINEAR,), size(2_000, 10))

    assert found[0] == pytest.approx(0.2, rel=0.15)


def test_many_classes_cost_more(make_base, make_task):
    few = made(make_base, make_task, lambda rows, columns: 1e-5 * rows * columns)
    tasks = [
        make_task(100 + n, kind="multiclass", n_classes=8, n_rows=t.n_rows, n_columns=t.n_columns)
        for n, t in enumerate(few.tasks)
    ]
    many = make_base(few.loss.tolist(), configurations=few.configurations, tasks=tasks, fit_s=(8 * few.fit_s).tolist())

    model = CostModel.fit(few.joined(many))

    two, eight = (model.seconds((LINEAR,), size(n_classes=n))[0][0] for n in (2, 8))
    assert eight / two == pytest.approx(8.0, rel=0.2)


def test_empty_base_knows_no_seconds():
    found, high = CostModel.fit(KnowledgeBase.empty()).seconds((LINEAR,), size())

    assert np.isnan(found).all()
    assert np.isnan(high).all()
