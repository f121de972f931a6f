"""Which configuration next: first the recommended ones, then a sampler around what worked.

The sequence is a function of data, seed and settings. Proposal number i sees the results of the trials up to
i - lag, in the order of their numbers, whatever else has finished meanwhile; so a faster machine, or one more worker
that happens to be quick, gets further in the same sequence and never into another one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import optuna

from jupyter_metaml.evaluation.effort import realise, with_effort
from jupyter_metaml.pipelines import Configuration
from jupyter_metaml.search.blending import candidate_cap
from jupyter_metaml.search.quiet import quiet_optuna

if TYPE_CHECKING:
    from optuna.distributions import BaseDistribution

    from jupyter_metaml.evaluation import Origin, Trial
    from jupyter_metaml.evaluation.effort import Effort
    from jupyter_metaml.pipelines import Family, TableShape
    from jupyter_metaml.search.advice import Advice
    from jupyter_metaml.search.opening import Opening
    from jupyter_metaml.typing import ParamValue

N_REDRAWS = 8
N_CEILING_TRIALS = 5
N_REPEATED = 6
FAMILY_RANK_POWER = 1.5
# So many points of a family come from what was learned on other tasks, before its own results lead.
N_NEAR = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One entry of the sequence.

    Parameters
    ----------
    number : int
        Place in the sequence, from 1.
    configuration : Configuration
        What to fit.
    origin : {"recommended", "searched", "repeated"}
        Where it comes from.
    stop_above : tuple of float or None
        Loss per fold above which the trial is hopeless; None measures it in full.
    repeats : int or None
        Number of the trial that this one repeats.
    repeat : int
        Which set of folds: 0 the task's own, others those of `repeats.repeated_splits`.
    """

    number: int
    configuration: Configuration
    origin: Origin
    stop_above: tuple[float, ...] | None = None
    repeats: int | None = None
    repeat: int = 0


class Proposer:
    """Hands out the sequence, one proposal at a time.

    Parameters
    ----------
    opening : Opening
        What is tried first, and what the sampler may believe of configurations that are not tried.
    families : sequence of Family
        What the sampler may propose.
    shape : TableShape
        What spaces and defaults depend on.
    effort : Effort
        Number of trees.
    random_state : int
        Seed of the sampler.
    lag : int
        Proposal i sees results up to i - lag; at least 1.
    n_repeats : int, default=0
        How often a configuration may be measured again on other folds.
    resumed : mapping of int to Trial, default={}
        Trials of an earlier part of the run, by number. They keep their places: knowledge that has grown since would
        lead elsewhere, and what was measured would be lost.
    """

    def __init__(  # noqa: PLR0913 - the sequence depends on exactly these
        self,
        opening: Opening,
        families: Sequence[Family],
        shape: TableShape,
        effort: Effort,
        *,
        random_state: int,
        lag: int,
        n_repeats: int = 0,
        resumed: Mapping[int, Trial] | None = None,
    ) -> None:
        self._opening = opening
        self._families = {family.name: family for family in families}
        self._spaces = {family.name: family.space(shape) for family in families}
        self._shape, self._effort = shape, effort
        self._random_state, self._lag = random_state, lag
        self._number = 1
        self._resumed = dict(resumed or {})
        self._measured = {trial.configuration for trial in self._resumed.values()}
        self._n_repeats = n_repeats
        self._proposed: set[Configuration] = set()
        self._passed: set[Configuration] = set()  # recommendations whose turn has come
        self._repeats: dict[int, int] = {}  # trial number -> repeats proposed so far
        self.repeated: dict[int, int] = {}  # number of a repeat -> number of the trial it repeats
        self.asked: dict[int, Configuration] = {}  # number -> configuration as it was recommended

    @property
    def _advice(self) -> Advice:
        return self._opening.advice

    def prepare(self) -> None:
        """Do now what the next proposal may have to wait for."""
        _ = self._advice

    def may_propose(self, settled: Iterable[int]) -> bool:
        """Whether all results that the next proposal depends on are there.

        Parameters
        ----------
        settled : iterable of int
            Numbers of the trials that have come back or were left out.
        """
        return set(range(1, self._number - self._lag + 1)) <= set(settled)

    def propose(self, trials: Mapping[int, Trial]) -> Proposal | None:
        """Return the next entry of the sequence, or None when the space has nothing new.

        Parameters
        ----------
        trials : mapping of int to Trial
            Everything that came back so far; later results than the lag allows are ignored.
        """
        seen = [trials[number] for number in range(1, self._number - self._lag + 1) if number in trials]
        proposal = self._again() or self._recommendation(seen) or self._repeat(seen) or self._search(seen)
        if proposal is None:
            return None
        if proposal.repeats is not None:
            self.repeated[proposal.number] = proposal.repeats
        self._proposed.add(proposal.configuration)
        self._number += 1
        return proposal

    def _again(self) -> Proposal | None:
        """Return what stood here in an earlier part of the run."""
        trial = self._resumed.get(self._number)
        if trial is None:
            return None
        if trial.origin == "repeated":
            return self._repeated_again(trial)
        if trial.origin == "recommended":
            asked = next((each for each in self._advice.candidates() if self._comes_to(each, trial)), None)
            if asked is not None:
                self._passed.add(asked)
                self.asked[self._number] = asked
        return Proposal(number=self._number, configuration=trial.configuration, origin=trial.origin)

    def _repeated_again(self, trial: Trial) -> Proposal | None:
        firsts = (known for known in self._resumed.values() if known.origin != "repeated")
        first = next((known.number for known in firsts if known.configuration == trial.configuration), None)
        return None if first is None else self._repetition(first, trial.configuration)

    def _comes_to(self, asked: Configuration, trial: Trial) -> bool:
        wanted = trial.configuration
        return asked.family == wanted.family and realise(asked, self._shape, self._effort) == wanted

    def _is_new(self, configuration: Configuration) -> bool:
        return configuration not in self._proposed and configuration not in self._measured

    def _recommendation(self, seen: Sequence[Trial]) -> Proposal | None:
        losses = self._losses(seen)
        while (asked := self._opening.next(losses, self._passed)) is not None:
            self._passed.add(asked)
            configuration = realise(asked, self._shape, self._effort)
            if self._is_new(configuration):  # two wishes can come to the same for a table
                self.asked[self._number] = asked
                return Proposal(number=self._number, configuration=configuration, origin="recommended")
        return None

    def _losses(self, seen: Sequence[Trial]) -> dict[Configuration, float]:
        """Return the losses of the recommended configurations, as they were recommended."""
        return {
            self.asked[trial.number]: np.inf if trial.loss is None else trial.loss
            for trial in seen
            if trial.number in self.asked
        }

    def _repeat(self, seen: Sequence[Trial]) -> Proposal | None:
        """Measure one of the best again, once enough different configurations are known for this number of rows."""
        if len(self._proposed) < len(self._advice.first) + candidate_cap(self._shape.n_rows):
            return None
        firsts = [trial for trial in seen if trial.finished and trial.number not in self.repeated]
        best = sorted(firsts, key=lambda trial: (trial.loss, trial.number))[:N_REPEATED]
        open_ones = [trial for trial in best if self._repeats.get(trial.number, 0) < self._n_repeats]
        if not open_ones:
            return None
        first = min(open_ones, key=lambda trial: self._repeats.get(trial.number, 0))
        return self._repetition(first.number, first.configuration)

    def _repetition(self, first: int, configuration: Configuration) -> Proposal:
        self._repeats[first] = self._repeats.get(first, 0) + 1
        return Proposal(
            number=self._number,
            configuration=configuration,
            origin="repeated",
            repeats=first,
            repeat=self._repeats[first],
        )

    def _search(self, seen: Sequence[Trial]) -> Proposal | None:
        firsts = [trial for trial in seen if trial.number not in self.repeated]
        configuration = self._sampled(firsts)
        if configuration is None:
            return None
        return Proposal(
            number=self._number, configuration=configuration, origin="searched", stop_above=loss_ceilings(firsts)
        )

    def _sampled(self, seen: Sequence[Trial]) -> Configuration | None:
        rng = np.random.default_rng([self._random_state, self._number])
        for _ in range(N_REDRAWS):
            family = self._choose_family(seen, rng)
            if family is None:
                return None
            configuration = self._sample_within(family, seen, seed=int(rng.integers(2**31)))
            if self._is_new(configuration):
                return configuration
        return None

    def _choose_family(self, seen: Sequence[Trial], rng: np.random.Generator) -> Family | None:
        """Draw a family, the better its best trial the more often; families that only failed are left out.

        Families without a result yet follow in the order of the recommendation.
        """
        best: dict[str, float] = {}
        failed: set[str] = set()
        for trial in seen:
            name = trial.configuration.family
            if trial.finished and trial.loss is not None:
                best[name] = min(trial.loss, best.get(name, np.inf))
            else:
                failed.add(name)
        ranked = sorted(best, key=lambda name: (best[name], name))
        first = [item.configuration.family for item in self._advice.first]
        order = list(dict.fromkeys(first + list(self._families)))
        untried = [name for name in order if name in self._families and name not in failed and name not in best]
        names = [name for name in ranked + untried if self._spaces.get(name)]
        if not names:
            return None
        weights = np.array([1.0 / (place + 1) ** FAMILY_RANK_POWER for place in range(len(names))])
        return self._families[names[int(rng.choice(len(names), p=weights / weights.sum()))]]

    def _sample_within(self, family: Family, seen: Sequence[Trial], *, seed: int) -> Configuration:
        space = self._spaces[family.name]
        points = [
            (trial.configuration, trial.loss)
            for trial in seen
            if trial.configuration.family == family.name and trial.loss is not None
        ]
        lessons = self._advice.lessons
        if lessons is not None and len(points) < N_NEAR:
            near = lessons.near(family.name, self._shape, np.random.default_rng(seed))
            if near is not None:
                return realise(near, self._shape, self._effort)
        study = _study_of(space, [*self._believed(family, seen), *points], seed=seed)
        with quiet_optuna():
            drawn = study.ask(fixed_distributions=space).params
        params: dict[str, ParamValue] = {**family.default(self._shape), **drawn}
        fixed = with_effort(family.name, params, self._effort, kind=self._shape.kind, rescale=False)
        return Configuration.of(family.name, **fixed)

    def _believed(self, family: Family, seen: Sequence[Trial]) -> list[tuple[Configuration, float]]:
        """Return what similar tables say about points of a family's space, as losses on this one."""
        believed = self._advice.believed_losses(self._losses(seen))
        return [
            (realise(asked, self._shape, self._effort), loss)
            for asked, loss in believed.items()
            if asked.family == family.name
        ]


def loss_ceilings(seen: Sequence[Trial]) -> tuple[float, ...] | None:
    """Return the loss per fold above which a trial is hopeless, or None when too little is known.

    The rule is a forgiving one: worse than each of the best five in a fold, by more than half the spread of their
    losses in that fold.

    References
    ----------
    Bergman, Purucker, Hutter (2024), Don't waste your time: early stopping cross-validation, AutoML conference.
    """
    full = sorted((trial for trial in seen if trial.finished), key=lambda trial: (trial.loss, trial.number))
    if len(full) < N_CEILING_TRIALS:
        return None
    losses = np.array([trial.fold_losses for trial in full[:N_CEILING_TRIALS]])  # (n_trials, n_folds)
    ceilings = losses.max(axis=0) + 0.5 * losses.std(axis=0)
    return tuple(float(value) for value in ceilings)


def _study_of(
    space: Mapping[str, BaseDistribution], points: Sequence[tuple[Configuration, float]], *, seed: int
) -> optuna.Study:
    """Build the sampler's view of one family: a pure function of points with their losses, and the seed."""
    with quiet_optuna():
        sampler = optuna.samplers.TPESampler(seed=seed, n_startup_trials=2, multivariate=True, n_ei_candidates=16)
        study = optuna.create_study(direction="minimize", sampler=sampler)
        for configuration, loss in points:
            params = {name: configuration.get(name) for name in space}
            if all(_contains(space[name], params[name]) for name in space):
                study.add_trial(optuna.trial.create_trial(params=params, distributions=dict(space), value=float(loss)))
    return study


def _contains(distribution: BaseDistribution, value: ParamValue) -> bool:
    if isinstance(distribution, optuna.distributions.CategoricalDistribution):
        return value in distribution.choices
    if not isinstance(value, int | float) or isinstance(value, bool):
        return False
    low, high = getattr(distribution, "low", value), getattr(distribution, "high", value)
    return bool(low <= value <= high)
