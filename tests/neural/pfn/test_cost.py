"""Expected seconds follow what the estimators do."""

from __future__ import annotations

import numpy as np
import pytest

from jupyter_metaml.neural import PriorFittedClassifier
from jupyter_metaml.neural.pfn.cost import answering_s, kernel_s


def seconds(n_rows: int = 500, n_query: int = 100, n_columns: int = 20, n_members: int = 1) -> float:
    return answering_s(n_rows, n_query, n_columns, n_members=n_members)


def test_a_usual_table_takes_about_a_tenth_of_a_second():
    assert 0.1 < seconds() < 0.15


def test_rows_columns_and_members_cost():
    assert seconds(n_rows=1_000) > 1.5 * seconds()
    assert seconds(n_columns=40) > 1.3 * seconds()
    assert seconds(n_members=4) == pytest.approx(4 * seconds())


def test_beyond_what_a_view_holds_views_become_more():
    assert seconds(n_rows=2_048, n_query=0) == pytest.approx(2 * seconds(n_rows=1_024, n_query=0))
    assert seconds(n_columns=60) == pytest.approx(2 * seconds(n_columns=40))


def test_the_kernel_costs_less_than_the_network_and_more_with_rows_up_to_those_that_answer():
    assert kernel_s(150, 30, 5) < kernel_s(500, 100, 20) < seconds(n_members=2)
    assert kernel_s(500, 100, 20) < kernel_s(1_000, 100, 20)
    assert kernel_s(4_000, 100, 20) < 2 * kernel_s(1_024, 100, 20)
    assert kernel_s(500, 100, 12) == kernel_s(500, 100, 40)


@pytest.mark.parametrize(("n_rows", "n_columns"), [(40, 3), (1_100, 2), (60, 70), (60, 200)])
def test_views_are_counted_as_the_estimator_draws_them(small_file, n_rows: int, n_columns: int):
    draw = np.random.default_rng(0)
    X, y = draw.normal(size=(n_rows, n_columns)), np.arange(n_rows) % 2

    members = PriorFittedClassifier(2, weights=small_file).fit(X, y).members_

    rows_seen = sum(len(member.view.rows) for member in members)
    assert seconds(n_rows, 0, n_columns, 2) == pytest.approx(rows_seen * seconds(1, 0, min(n_columns, 40)))
