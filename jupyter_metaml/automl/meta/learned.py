"""What is left of the tasks that a meta-learner has seen: statistics of trials, and where the centres stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from jupyter_metaml.automl.experience import Experience
from jupyter_metaml.automl.meta.centre import Centre, Move
from jupyter_metaml.automl.meta.family_space import FamilySpace, at_reference
from jupyter_metaml.automl.meta.learned_start import LearnedStart
from jupyter_metaml.automl.meta.step_rules import StepRule
from jupyter_metaml.knowledge import KnowledgeBase, TaskRecord, TrialRecord

if TYPE_CHECKING:
    from jupyter_metaml.evaluation import Trial
    from jupyter_metaml.pipelines import TableShape
    from jupyter_metaml.search import History

TINY = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Learned:
    """State of a meta-learner; a step makes a new one, so that an interrupt leaves a whole one behind.

    Parameters
    ----------
    seen : tuple of (TaskRecord, tuple of TrialRecord), default=()
        In the order of the steps; a table may come more than once.
    centres : mapping of str to Centre, default={}
        By family.
    losses : tuple of float, default=()
        Meta-loss of each step.
    """

    seen: tuple[tuple[TaskRecord, tuple[TrialRecord, ...]], ...] = ()
    centres: Mapping[str, Centre] = field(default_factory=dict)
    losses: tuple[float, ...] = ()

    @property
    def n_tasks(self) -> int:
        """Number of different tables."""
        return len({task.id for task, _ in self.seen})

    def base(self) -> KnowledgeBase:
        """Return the trials of all tasks as one table."""
        return KnowledgeBase.of(self.seen)

    def start(self, *, explores: bool = False) -> LearnedStart:
        """Return what a search is told."""
        return LearnedStart(base=self.base(), centres=self.centres, explores=explores)

    def after(
        self, experience: Experience, history: History, *, lr: float, rule: StepRule
    ) -> tuple[Self, tuple[Move, ...]]:
        """Learn from one search.

        Parameters
        ----------
        experience : Experience
            What the run can teach.
        history : History
            Of the same run.
        lr : float
            Share of the way that centres go towards the optimum of the task.
        rule : callable
            How much of such a step the trials of a family deserve.

        Returns
        -------
        Learned, tuple of Move
        """
        centres, moves = dict(self.centres), list[Move]()
        for name, trials in _by_family(history).items():
            centre = centres.get(name, Centre())
            centres[name], moved = _stepped(centre, trials, experience.shape, step=lr * rule(trials))
            moves += moved
        after = type(self)(
            seen=(*self.seen, (experience.task, experience.trials)),
            centres=centres,
            losses=(*self.losses, meta_loss(history)),
        )
        return after, tuple(moves)


def meta_loss(history: History) -> float:
    """Return the out-of-fold loss of the result of a search, in units of that of its baseline.

    1 is no better than a model that ignores all columns, 0 is without a mistake.
    """
    return history.blend.loss / max(float(history.baseline.loss or 0.0), TINY)


def _by_family(history: History) -> dict[str, list[Trial]]:
    """Return the finished trials of each family in their order; repeats on other folds are left out."""
    found: dict[str, list[Trial]] = {}
    for trial in history.finished:
        if trial.origin != "repeated":
            found.setdefault(trial.configuration.family, []).append(trial)
    return found


def _stepped(
    centre: Centre, trials: Sequence[Trial], shape: TableShape, *, step: float
) -> tuple[Centre, tuple[Move, ...]]:
    best = min(trials, key=lambda trial: (trial.loss, trial.number))
    name = best.configuration.family
    goal = at_reference(name, dict(best.configuration.params), shape.kind)
    return centre.toward(goal, FamilySpace.of(name, shape), step)
