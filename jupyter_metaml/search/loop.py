"""The search loop: propose, run, collect, blend, until something says stop.

::

    Proposer --proposal--> Runner --trial--> settled --> Incumbent (blend)
        ^                                       |
        +--------- results up to the lag -------+--> TrialLog, listeners

The order of proposals never depends on the clock; the clock decides where the sequence is cut, and which trials at
its end are left out because they would not fit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from jupyter_metaml.evaluation import Limits, TrialJob
from jupyter_metaml.evaluation.outcome import outcome
from jupyter_metaml.search.events import Event, IncumbentChanged, Listener, Ticked, TrialFinished, TrialStarted, tell

if TYPE_CHECKING:
    from jupyter_metaml.evaluation import Trial
    from jupyter_metaml.evaluation.effort import Effort
    from jupyter_metaml.search.budget import Budget, StopSignal
    from jupyter_metaml.search.history import StopReason
    from jupyter_metaml.search.incumbent import Incumbent
    from jupyter_metaml.search.proposals import Proposal, Proposer
    from jupyter_metaml.search.runners import Runner
    from jupyter_metaml.search.settings import SearchSettings
    from jupyter_metaml.search.trial_log import TrialLog

TICK_S = 0.25
MIN_TRIAL_S = 0.1
MAX_LEFT_OUT = 6
GRACE = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What the loop works with; it owns none of them."""

    proposer: Proposer
    runner: Runner
    incumbent: Incumbent
    log: TrialLog
    effort: Effort
    budget: Budget
    stop: StopSignal
    settings: SearchSettings
    listeners: Sequence[Listener]
    models_dir: str
    memory_mib: float | None
    closing_s: Callable[[], float]


@dataclass(slots=True)
class Loop:
    """State of one running search.

    Parameters
    ----------
    parts : Parts
        Everything that is not state.
    trials : dict of int to Trial
        By number; the baseline is in from the start.
    resumed : mapping of int to Trial
        Results of an earlier part of the same run, taken over when their turn comes.
    """

    parts: Parts
    trials: dict[int, Trial]
    resumed: Mapping[int, Trial] = field(default_factory=dict)
    reason: StopReason | None = None
    _running: dict[Future[Trial], TrialJob] = field(default_factory=dict)
    _arrived: SimpleQueue[Future[Trial]] = field(default_factory=SimpleQueue)
    _left_out: set[int] = field(default_factory=set)

    def run(self) -> StopReason:
        """Search until the budget, the number of trials, the space, a stop, an interrupt or a lost cluster ends it."""
        try:
            while not self._over():
                self._start()
                self._wait()
        except KeyboardInterrupt:
            self.reason = "interrupt"
            self.parts.incumbent.update(self.trials)  # it may have come between a trial and its blend
        self.parts.runner.abandon()
        return self.reason or "budget"

    def _over(self) -> bool:
        if self.parts.stop.requested:
            self.reason = "stopped"
            return True
        if self._left_s() <= 0:
            self.reason = self.reason or "budget"
            return True
        return self.reason is not None and not self._running

    def _left_s(self) -> float:
        """Seconds for trials: what is left less what the end will take."""
        return self.parts.budget.left() - self.parts.closing_s()

    def _start(self) -> None:
        if self.reason is None and self.parts.runner.is_lost:
            self.reason = "lost"
        # What has arrived goes first: the next proposal may have to wait for knowledge.
        while self.reason is None and len(self._running) < self.parts.runner.n_slots and self._arrived.empty():
            if self.parts.stop.winding_down:
                self.reason = "stopped"
            elif not self.parts.proposer.may_propose(self.trials.keys() | self._left_out):
                return
            else:
                self._start_next()

    def _start_next(self) -> None:
        most = self.parts.settings.max_trials
        if most is not None and len(self.trials) - 1 + len(self._running) + len(self._left_out) >= most:
            self.reason = "trials"
            return
        if self._left_s() <= MIN_TRIAL_S or len(self._left_out) >= MAX_LEFT_OUT:
            self.reason = "budget"
            return
        proposal = self.parts.proposer.propose(self.trials)
        if proposal is None:
            self.reason = "space"
        elif self._was_measured(proposal):
            self._settle(self.resumed[proposal.number])
        elif self._expected_s(proposal) > self._left_s():
            self._left_out.add(proposal.number)
        else:
            self._submit(proposal)

    def _was_measured(self, proposal: Proposal) -> bool:
        """Whether an earlier part of the run has it."""
        known = self.resumed.get(proposal.number)
        return known is not None and known.configuration == proposal.configuration

    def _submit(self, proposal: Proposal) -> None:
        left_s = self._left_s()
        slot_s = min(self.parts.effort.slot_s, left_s)
        job = TrialJob(
            number=proposal.number,
            configuration=proposal.configuration,
            origin=proposal.origin,
            random_state=self.parts.settings.random_state,
            n_jobs=1,
            limits=Limits(wall_s=min(GRACE * slot_s + 1.0, left_s + 1.0), memory_mib=self.parts.memory_mib),
            deadline_s=0.95 * slot_s,
            stop_above=proposal.stop_above,
            model_dir=self.parts.models_dir,
        )
        self._tell(
            TrialStarted(
                elapsed_s=self.parts.budget.elapsed(),
                number=job.number,
                configuration=job.configuration,
                origin=job.origin,
            )
        )
        future = self.parts.runner.submit(job, repeat=proposal.repeat)
        self._running[future] = job
        future.add_done_callback(self._arrived.put)

    def _wait(self) -> None:
        # A queue, not `concurrent.futures.wait`: an interrupt inside that can leave its locks behind.
        try:
            future = self._arrived.get(timeout=max(0.001, min(TICK_S, self._left_s())))
        except Empty:
            if len(self.trials) > 1:  # before the first model the processors belong to it
                self.parts.proposer.prepare()
            self.parts.incumbent.preload(self.trials)
            self._tell(Ticked(elapsed_s=self.parts.budget.elapsed()))
            return
        trial = outcome(self._running.pop(future), future)
        self.parts.log.record(trial)
        self._settle(trial)

    def _settle(self, trial: Trial) -> None:
        self.trials[trial.number] = trial
        self._tell(TrialFinished(elapsed_s=self.parts.budget.elapsed(), trial=trial))
        if trial.finished and self.parts.incumbent.update(self.trials):
            self._tell(IncumbentChanged(elapsed_s=self.parts.budget.elapsed(), blend=self.parts.incumbent.blend))

    def _expected_s(self, proposal: Proposal) -> float:
        """Seconds that the last full trial of the family took, 0 where there is none."""
        name = proposal.configuration.family
        known = [
            trial.fit_s + trial.predict_s
            for trial in self.trials.values()
            if trial.configuration.family == name and trial.finished
        ]
        return known[-1] if known else 0.0

    def _tell(self, event: Event) -> None:
        tell(self.parts.listeners, event)
