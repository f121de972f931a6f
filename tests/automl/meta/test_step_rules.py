from __future__ import annotations

from types import SimpleNamespace

import pytest

from jupyter_metaml.automl.meta.step_rules import confirmed_share, whole_step


def trials(*fold_losses):
    return [SimpleNamespace(fold_losses=losses) for losses in fold_losses]


def test_a_gain_on_all_folds_is_confirmed_in_full():
    assert confirmed_share(trials((0.5, 0.5, 0.5), (0.4, 0.4, 0.4))) == pytest.approx(1.0)


def test_a_gain_that_only_one_fold_shows_is_not():
    # Chosen by the fold that likes it, it is worse on the query; chosen without that fold, it is not chosen.
    assert confirmed_share(trials((0.5, 0.5, 0.5), (0.1, 0.6, 0.6))) == 0.0


def test_part_of_a_gain_moves_part_of_the_way():
    # Chosen by two folds the last one gains less on the third than was promised.
    share = confirmed_share(trials((0.5, 0.5, 0.5), (0.4, 0.4, 0.4), (0.2, 0.45, 0.45)))

    assert 0.0 < share < 1.0


def test_the_noisier_a_gain_the_less_of_it_counts():
    steady = confirmed_share(trials((0.5, 0.5, 0.5, 0.5), (0.4, 0.4, 0.42, 0.38)))
    noisy = confirmed_share(trials((0.5, 0.5, 0.5, 0.5), (0.25, 0.35, 0.48, 0.52)))

    assert noisy < steady


@pytest.mark.parametrize(
    "losses",
    [[(0.5, 0.5)], [(0.4, 0.4), (0.5, 0.5)], [(0.5,), (0.4,)]],
    ids=["nothing to compare", "no gain", "no query"],
)
def test_without_a_gain_or_a_query_nothing_moves(losses):
    assert confirmed_share(trials(*losses)) == 0.0


def test_reptile_goes_all_of_the_step():
    assert whole_step(trials((0.5, 0.5))) == 1.0
