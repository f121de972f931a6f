"""What a run has told so far: its line in the list of runs, and its trials as a table."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from jupyter_metaml.automl.leaderboard import family_title, leaderboard_frame, ranked_rows
from jupyter_metaml.notebook.active_runs import ActiveRun, ActiveRuns, State
from jupyter_metaml.notebook.views.search_state import Moment, SearchState, after
from jupyter_metaml.notebook.views.wording import spelled_score
from jupyter_metaml.search import Blend, IncumbentChanged, SearchStarted, StopSignal, TrialFinished

if TYPE_CHECKING:
    import pandas as pd

    from jupyter_metaml.evaluation import Trial


class RunProgress:
    """Listens to a search beside its view, and keeps the list of runs up to date.

    Parameters
    ----------
    runs : ActiveRuns
        The list.
    run : ActiveRun
        What is known before the search begins.
    state : SearchState
        The same, for the phases.
    stop : StopSignal
        What ends the search.
    """

    def __init__(self, runs: ActiveRuns, run: ActiveRun, state: SearchState, stop: StopSignal) -> None:
        self._runs = runs
        self._stop = stop
        self._trials: tuple[Trial, ...] = ()
        self._blend: Blend | None = None
        self.state = state
        self._known = runs.open(replace(run, state=state.phase), stop)

    @property
    def run(self) -> ActiveRun:
        """What the list says of the run; the last that it said, once it has forgotten it."""
        return self._runs.find(self._known.key) or self._known

    def __call__(self, event: Moment) -> None:
        """Take an event in."""
        self.state = after(self.state, event)
        match event:
            case SearchStarted():
                self._trials = (event.baseline,)
                self._change(run_id=event.run_id)
            case TrialFinished():
                self._trials = (*self._trials, event.trial)
            case IncumbentChanged():
                self._blend = event.blend
            case _:
                pass
        search = self.state
        self._change(
            state=self._spoken_state(),
            metric=search.metric,
            best="" if search.best is None else spelled_score(search.best),
            n_trials=len(search.trials),
            elapsed_s=search.elapsed_s,
            budget_s=search.budget_s,
        )

    def end(self, state: State, message: str, **changes: Any) -> None:
        """Say how it ended; what only the search needed is let go.

        Parameters
        ----------
        state : {"done", "stopped", "failed"}
        message : str
            What came out, in one line.
        **changes
            Other fields of `ActiveRun`.
        """
        self._change(state=state, message=message, **changes)
        self._trials = ()
        self.state = SearchState(table=self.run.table, target=self.run.target, budget_s=self.run.budget_s)

    @property
    def leaderboard(self) -> pd.DataFrame:
        """The trials that came back, best first, as a finished run shows them."""
        task = self.state.task
        if task is None:
            return leaderboard_frame(())
        titles = {entry.configuration: entry.title for entry in self.state.recommendations}
        named = {
            trial.number: titles.get(trial.configuration) or family_title(trial.configuration.family)
            for trial in self._trials
        }
        blend = self._blend
        weights = {} if blend is None else dict(zip(blend.members, blend.weights, strict=True))
        return leaderboard_frame(ranked_rows(self._trials, named, weights, task))

    def _spoken_state(self) -> State:
        if self._stop.winding_down and self.state.phase != "finishing":
            return "stopping"
        return self.state.phase

    def _change(self, **changes: Any) -> None:
        self._known = self._runs.update(self._known.key, **changes)
