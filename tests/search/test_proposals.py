"""The sequence of proposals is a function of data, seed and settings."""

from __future__ import annotations

import numpy as np
import pytest

from jupyter_metaml.evaluation.effort import plan_effort
from jupyter_metaml.pipelines import TableShape
from jupyter_metaml.search.advice import Advice
from jupyter_metaml.search.opening import Opening
from jupyter_metaml.search.proposals import Proposer, loss_ceilings
from jupyter_metaml.search.settings import SearchSettings
from jupyter_metaml.search.start import recommended_start, usable_families
from jupyter_metaml.tasks import Fold, Splits

SHAPE = TableShape(
    kind="binary",
    n_rows=1_000,
    n_columns=10,
    n_features=10,
    n_classes=2,
    n_numbers=10,
    n_categories=0,
    max_levels=0,
    n_texts=0,
    n_dates=0,
    missing_share=0.0,
)
SPLITS = Splits(
    strategy="stratified",
    folds=tuple(Fold(train=np.arange(200, 1_000), test=np.arange(200)) for _ in range(5)),
    reason="",
)


def make_proposer(*, random_state: int = 0, lag: int = 4) -> Proposer:
    settings = SearchSettings(time_budget_s=30, random_state=random_state)
    effort = plan_effort(SHAPE, SPLITS, time_budget_s=30, n_jobs=2)
    return Proposer(
        Opening(lambda: Advice(first=recommended_start(SHAPE, effort, settings)[:3])),
        usable_families(SHAPE, settings),
        SHAPE,
        effort,
        random_state=random_state,
        lag=lag,
    )


def play(proposer: Proposer, make_trial, n: int, *, hidden: int = 0):
    """Run `n` proposals with invented results; the last `hidden` ones of each moment are known early or not."""
    trials, proposals = {}, []
    for _ in range(n):
        proposal = proposer.propose(trials)
        proposals.append(proposal)
        known = len(proposals) - hidden
        trials = {
            item.number: make_trial(item.number, [[0.5, 0.5]], loss=1.0 / item.number, configuration=item.configuration)
            for item in proposals[:known]
        }
    return [proposal.configuration for proposal in proposals]


def test_recommended_configurations_come_first_and_in_order(make_trial):
    proposer = make_proposer()

    proposals = [proposer.propose({}) for _ in range(4)]

    assert [proposal.origin for proposal in proposals] == ["recommended"] * 3 + ["searched"]
    assert [proposal.number for proposal in proposals] == [1, 2, 3, 4]


def test_same_seed_gives_the_same_sequence(make_trial):
    assert play(make_proposer(), make_trial, 12) == play(make_proposer(), make_trial, 12)


def test_other_seed_gives_another_sequence(make_trial):
    assert play(make_proposer(), make_trial, 12) != play(make_proposer(random_state=1), make_trial, 12)


@pytest.mark.parametrize("hidden", [1, 3])
def test_results_that_happen_to_be_early_change_nothing(make_trial, hidden):
    on_time = play(make_proposer(lag=4), make_trial, 14, hidden=hidden)
    early = play(make_proposer(lag=4), make_trial, 14, hidden=0)

    assert on_time == early


def test_longer_sequence_continues_the_shorter_one(make_trial):
    assert play(make_proposer(), make_trial, 12)[:7] == play(make_proposer(), make_trial, 7)


def test_next_proposal_waits_for_results_as_old_as_the_lag():
    proposer = make_proposer(lag=2)
    for _ in range(2):
        proposer.propose({})

    assert not proposer.may_propose(settled=[2])
    assert proposer.may_propose(settled=[1])


def test_no_configuration_is_proposed_twice(make_trial):
    sequence = play(make_proposer(), make_trial, 25)

    assert len(set(sequence)) == len(sequence)


def test_families_that_only_failed_are_not_searched_again(make_trial):
    proposer = make_proposer(lag=1)
    trials = {}
    for _ in range(20):
        proposal = proposer.propose(trials)
        failed = proposal.configuration.family != "lightgbm"
        trials[proposal.number] = make_trial(
            proposal.number, None if failed else [[0.5, 0.5]], configuration=proposal.configuration, loss=0.4
        )

    families = [trial.configuration.family for trial in trials.values()]
    assert all(families.count(name) == 1 for name in set(families) - {"lightgbm"})


def test_ceilings_need_five_full_trials(make_trial):
    four = [make_trial(number, [[0.5, 0.5]], loss=0.5) for number in range(1, 5)]

    assert loss_ceilings(four) is None


def test_ceilings_lie_above_the_fifth_best_trial(make_trial):
    trials = [make_trial(number, [[0.5, 0.5]], loss=number / 10) for number in range(1, 8)]

    ceilings = loss_ceilings(trials)

    assert all(0.5 < ceiling < 0.7 for ceiling in ceilings)
