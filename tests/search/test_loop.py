"""The loop against a pretend runner: what is left out, what ends it, what an interrupt keeps."""

from __future__ import annotations

import time
from concurrent.futures import Future

import numpy as np
import pytest

from jupyter_metaml.evaluation import Trial
from jupyter_metaml.evaluation.effort import Effort
from jupyter_metaml.pipelines import Configuration
from jupyter_metaml.search import Budget, SearchSettings, StopSignal
from jupyter_metaml.search import incumbent as incumbent_module
from jupyter_metaml.search.baseline import measure_baseline
from jupyter_metaml.search.incumbent import Incumbent
from jupyter_metaml.search.loop import MAX_LEFT_OUT, Loop, Parts
from jupyter_metaml.search.proposals import Proposal


class Proposals:
    """An endless sequence of one family."""

    def __init__(self):
        self.number = 0
        self.n_prepared = 0

    def prepare(self):
        self.n_prepared += 1

    def may_propose(self, settled):
        return True

    def propose(self, trials):
        self.number += 1
        return Proposal(
            number=self.number, configuration=Configuration.of("linear", C=float(self.number)), origin="searched"
        )


class Runner:
    n_slots = 1
    is_lost = False
    abandoned = False

    def __init__(self, answer):
        self.answer = answer

    def submit(self, job, *, repeat=0):
        future: Future[Trial] = Future()
        future.set_result(self.answer(job))
        return future

    def abandon(self):
        self.abandoned = True


class Log:
    def __init__(self):
        self.numbers = []

    def record(self, trial):
        self.numbers.append(trial.number)


@pytest.fixture
def make_loop(binary_task, make_trial, monkeypatch):
    monkeypatch.setattr(incumbent_module, "load_models", lambda trial: [])

    def make(*, fit_s=0.1, max_trials=5, total_s=100.0, listeners=(), started=None):
        rows = len(binary_task.splits.test_rows)
        baseline = measure_baseline(binary_task)
        trials = {0: baseline}
        incumbent = Incumbent(binary_task, baseline, {})
        parts = Parts(
            proposer=Proposals(),
            runner=Runner(lambda job: make_trial(job.number, np.full((rows, 2), 0.5), fit_s=fit_s)),
            incumbent=incumbent,
            log=Log(),
            effort=Effort(cells_per_second=1.0, n_trees=100.0, slot_s=10.0),
            budget=Budget(total_s=total_s, started=time.monotonic() if started is None else started),
            stop=StopSignal(),
            settings=SearchSettings(max_trials=max_trials),
            listeners=listeners,
            models_dir="",
            memory_mib=None,
            closing_s=lambda: 0.5,
        )
        return Loop(parts=parts, trials=trials)

    return make


def test_number_of_trials_ends_the_search(make_loop):
    loop = make_loop(max_trials=3)

    assert loop.run() == "trials"
    assert sorted(loop.trials) == [0, 1, 2, 3]
    assert loop.parts.log.numbers == [1, 2, 3]
    assert loop.parts.runner.abandoned


def test_trials_that_would_not_fit_are_left_out_until_nothing_fits(make_loop):
    loop = make_loop(fit_s=1_000.0, max_trials=None)

    assert loop.run() == "budget"
    assert sorted(loop.trials) == [0, 1]
    assert loop.parts.proposer.number == 1 + MAX_LEFT_OUT


def test_the_next_proposal_is_prepared_while_nothing_comes_and_a_first_model_is_there(make_loop):
    loop = make_loop(max_trials=1)

    loop._wait()
    assert loop.parts.proposer.n_prepared == 0

    loop.run()
    before = loop.parts.proposer.n_prepared
    loop._wait()
    assert loop.parts.proposer.n_prepared == before + 1


def test_spent_budget_starts_nothing(make_loop):
    loop = make_loop(started=time.monotonic() - 1_000)

    assert loop.run() == "budget"
    assert loop.parts.proposer.number == 0


def test_interrupt_keeps_the_trial_that_has_just_come(make_loop):
    def press(event):
        if type(event).__name__ == "TrialFinished" and event.trial.number == 2:
            raise KeyboardInterrupt

    loop = make_loop(listeners=[press])

    assert loop.run() == "interrupt"
    assert 2 in loop.trials
    assert loop.parts.runner.abandoned


def test_lost_cluster_ends_the_search_with_what_there_is(make_loop):
    def lose(event):
        if type(event).__name__ == "TrialFinished" and event.trial.number == 2:
            loop.parts.runner.is_lost = True

    loop = make_loop(listeners=[lose])

    assert loop.run() == "lost"
    assert sorted(loop.trials) == [0, 1, 2]


def test_trials_of_a_resumed_run_are_taken_over_when_their_turn_comes(make_loop, make_trial, binary_task):
    loop = make_loop(max_trials=3)
    known = make_trial(2, np.full((len(binary_task.splits.test_rows), 2), 0.5), fit_s=7.0)
    loop.resumed = {2: known}

    loop.run()

    assert loop.trials[2] is known
    assert loop.parts.log.numbers == [1, 3]
