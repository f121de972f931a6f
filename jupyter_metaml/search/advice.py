"""What is tried before the sampler takes over: what knowledge says of tables like this one, or the fixed order."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from jupyter_metaml.evaluation.effort import realise
from jupyter_metaml.knowledge import remember
from jupyter_metaml.metalearning import AdaptivePortfolio, Query, Recommendation, default_recommender
from jupyter_metaml.metalearning.opening import OPENING
from jupyter_metaml.pipelines import BOOSTERS, family
from jupyter_metaml.search.lessons import Lessons
from jupyter_metaml.search.memory import knowledge_for
from jupyter_metaml.search.start import FIRST_FAMILY, FIRST_TREES, head_of, recommended_start, usable_families

if TYPE_CHECKING:
    from jupyter_metaml.evaluation.effort import Effort
    from jupyter_metaml.knowledge import KnowledgeBase
    from jupyter_metaml.pipelines import Configuration, TableShape
    from jupyter_metaml.profiling import Profile
    from jupyter_metaml.search.settings import SearchSettings
    from jupyter_metaml.tasks import Task

# Fewer tasks of a kind say less than the fixed order does; the same holds for those that a family was tried on, such
# as models of words.
FEWEST_TASKS = 20
# So many times as quick as the first choice, another one may run before it.
MUCH_QUICKER = 2.0
# Recommendations by rows: choosing among many candidates over-fits on few rows.
N_RECOMMENDED = ((200, 8), (500, 12), (2_000, 16), (float("inf"), 24))
# Rows that the shipped base trained on for each row of a table, all folds together: three times two thirds. Tables of
# which it knows single fits get one here too.
BASE_TRAINED = 2.0
# A boosted model of fewer rounds is another model than the one that was measured, above all one of small trees.
FEWEST_ROUNDS = 100
N_HEDGES = 2
# A line through fewer points than these does not say what a loss on this table means.
FEWEST_POINTS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """The first configurations of a search, and how their order changes with what is seen.

    Parameters
    ----------
    first : tuple of Recommendation
        In the order in which they are tried while nothing is known of the table; at least one.
    cold_start : tuple of Configuration, default=()
        What would be tried first without knowledge.
    n_known_tasks : int, default=0
        Tables of this kind that the recommender knows.
    recommender : AdaptivePortfolio or None, default=None
        Changes the order after the opening, by results on the table itself; None keeps it.
    query : Query or None, default=None
        The table, as the recommender knows it.
    lessons : Lessons or None, default=None
        Of somebody who has learned across tasks.
    fixed : frozenset of Configuration, default=empty
        Those that the recommender does not know: they keep their places when the order changes.
    """

    first: tuple[Recommendation, ...]
    cold_start: tuple[Configuration, ...] = ()
    n_known_tasks: int = 0
    recommender: AdaptivePortfolio | None = None
    query: Query | None = None
    lessons: Lessons | None = None
    fixed: frozenset[Configuration] = frozenset()

    def next(self, losses: Mapping[Configuration, float], asked: Collection[Configuration]) -> Configuration | None:
        """Return the next configuration to try, or None when all were asked for.

        Parameters
        ----------
        losses : mapping of Configuration to float
            What is known of those that were tried; infinity: no result.
        asked : collection of Configuration
            All that were asked for so far, known or not.
        """
        if len(asked) >= self._n_first(losses):
            return None
        here = self.first[len(asked)].configuration
        if here in self.fixed and here not in asked:
            return here
        if self.recommender is not None and self.query is not None and len(asked) >= OPENING:
            for recommendation in self.recommender.update(self.query, losses, len(asked) + 1):
                if recommendation.configuration not in asked:
                    return recommendation.configuration
        return next((item.configuration for item in self.first if item.configuration not in asked), None)

    def _n_first(self, losses: Mapping[Configuration, float]) -> int:
        """Return after how many trials the sampler takes over.

        Where a model is best that the recommender does not know, neither does it know the table.
        """
        best = min(losses, key=losses.__getitem__, default=None)
        return min(len(self.first), len(self.cold_start)) if best in self.fixed else len(self.first)

    def candidates(self) -> tuple[Configuration, ...]:
        """Return everything that may be handed out, as it is recommended."""
        known = () if self.recommender is None else self.recommender.base.configurations
        return (*(item.configuration for item in self.first), *known)

    def believed_losses(self, losses: Mapping[Configuration, float]) -> dict[Configuration, float]:
        """Return the loss that untried configurations of the base are believed to have on this table.

        Normalised errors on similar tasks are carried over by the straight line through what both know; without one
        that rises, nothing is believed.

        Parameters
        ----------
        losses : mapping of Configuration to float
            What is known of those that were tried.
        """
        if self.recommender is None or self.query is None:
            return {}
        errors = self.recommender.expected_errors(self.query, losses)
        both = [(errors[each], loss) for each, loss in losses.items() if each in errors and np.isfinite(loss)]
        if len(both) < FEWEST_POINTS:
            return {}
        there, here = np.array(both).T
        slope, level = np.polyfit(there, here, 1) if np.ptp(there) > 0 else (0.0, 0.0)
        if not slope > 0:
            return {}
        return {each: float(level + slope * error) for each, error in errors.items() if each not in losses}


def advise(  # noqa: PLR0913 - all that the start of a search depends on
    task: Task,
    profile: Profile,
    shape: TableShape,
    effort: Effort,
    settings: SearchSettings,
    lessons: Lessons | None = None,
    *,
    base: KnowledgeBase | None = None,
) -> Advice:
    """Decide what a search tries first.

    Parameters
    ----------
    task : Task
    profile : Profile
        Its meta-features say which tables are similar.
    shape : TableShape
        Decides which families suit.
    effort : Effort
        Size against budget.
    settings : SearchSettings
        Budget, families, and what may be known.
    lessons : Lessons or None, default=None
        Of somebody who has learned across tasks.
    base : KnowledgeBase or None, default=None
        What the search may know; None reads it.

    Returns
    -------
    Advice
    """
    fixed = recommended_start(shape, effort, settings)
    base = knowledge_for(settings) if base is None else base
    if lessons is not None:
        base = lessons.base.joined(base)
    query = Query(
        kind=shape.kind,
        meta_features=profile.meta_features,
        n_rows=shape.n_rows,
        n_columns=shape.n_columns,
        n_classes=shape.n_classes,
        budget_s=settings.time_budget_s,
        n_jobs=settings.n_jobs,
        allowed=frozenset(usable.name for usable in usable_families(shape, settings)),
        metric=task.metric.name,
        boosted_s=effort.boosted_s,
    )
    advice = _known(query, base, fixed, heads_of(fixed, effort))
    if lessons is None:  # who learned across tasks knows seconds of searches like this one
        return replace(advice, first=tuple(_as_planned(item, task, shape, effort) for item in advice.first))
    record, _ = remember(task, profile, ())
    return replace(
        advice,
        first=lessons.opened(advice.first, record=record, shape=shape, query=query),
        cold_start=tuple(item.configuration for item in fixed),
        n_known_tasks=max(advice.n_known_tasks, lessons.base.n_tasks),
        lessons=lessons,
    )


def heads_of(fixed: Sequence[Recommendation], effort: Effort) -> tuple[Recommendation, ...]:
    """Return what runs first whatever is known of the table.

    That is a linear model that is there before workers are, with boosted trees behind it; and, as hedges, more of the
    fixed order where few rounds of boosting fit into a trial, which it is made for, too.
    """
    n_heads = 0 if head_of(fixed) is None else 1
    if effort.trees(FIRST_TREES) < FEWEST_ROUNDS:
        n_heads += N_HEDGES
    elif n_heads and len(fixed) > 1 and fixed[1].configuration.family == FIRST_TREES:
        n_heads += 1
    return tuple(fixed[:n_heads])


def in_full(first: Sequence[Recommendation], shape: TableShape, effort: Effort) -> tuple[Recommendation, ...]:
    """Return recommendations with all the values that their trials will have, as people see them."""
    return tuple(replace(item, configuration=realise(item.configuration, shape, effort)) for item in first)


def _known(
    query: Query, base: KnowledgeBase, fixed: tuple[Recommendation, ...], heads: tuple[Recommendation, ...]
) -> Advice:
    """Take the order that knowledge gives, or the fixed one where there is too little of it."""
    n_known = sum(known.kind == query.kind for known in base.tasks)
    if n_known < FEWEST_TASKS:
        return Advice(first=fixed)
    recommender = default_recommender().fit(base)
    if recommender.is_outside(query):  # the fixed order knows sizes that nothing was measured on
        return Advice(first=fixed)
    n = next(count for rows, count in N_RECOMMENDED if query.n_rows <= rows)
    known = recommender.families(query, fewest_tasks=FEWEST_TASKS)
    unknown = [item for item in fixed if item.configuration.family not in known]
    kept = {item.configuration for item in unknown}
    # what comes behind the heads is to be good where they are not
    ran = dict.fromkeys((head.configuration for head in heads), np.inf)
    learned = [item for item in recommender.update(query, ran, n) if item.configuration not in kept]
    if not learned:  # of families that the base knows nothing about
        return Advice(first=fixed)
    order = _headed(_described(heads, recommender, query), learned) if heads else _soonest_first(learned)
    unknown = [item for item in unknown if item not in heads]
    told = {item.configuration.family for item in (*order, *unknown)}
    last = [item for item in fixed if item.configuration.family not in told]
    return Advice(
        first=_with_unknown([*order, *last], unknown, after=max(OPENING, len(heads) + 2) - 1),
        cold_start=tuple(item.configuration for item in fixed),
        n_known_tasks=n_known,
        recommender=recommender,
        query=query,
        fixed=frozenset(kept),
    )


def _as_planned(item: Recommendation, task: Task, shape: TableShape, effort: Effort) -> Recommendation:
    """Scale expected seconds from the folds of the base to those of this search; what is fitted once has none."""
    known_s = effort.known_s(item.configuration, shape)
    if known_s is not None:
        return replace(item, expected_s=known_s)
    name = item.configuration.family
    if item.expected_s is None or family(name).out_of_fold != "folds":
        return item
    trained = sum(len(fold.train) for fold in task.splits.folds) / task.n_rows
    most_s = effort.boosted_s if name in BOOSTERS else float("inf")  # rounds are planned for all folds together
    return replace(item, expected_s=min(most_s, item.expected_s * max(1.0, trained / BASE_TRAINED)))


def _soonest_first(learned: Sequence[Recommendation]) -> list[Recommendation]:
    """Let the one of the opening run first that gives a model soonest, if it is much quicker than the first choice."""
    quickest = min(learned[:OPENING], key=lambda item: item.expected_s or 0.0)
    is_much_quicker = (learned[0].expected_s or 0.0) >= MUCH_QUICKER * (quickest.expected_s or 0.0)
    soonest = quickest if is_much_quicker else learned[0]
    return [soonest, *(item for item in learned if item is not soonest)]


def _described(
    heads: Sequence[Recommendation], recommender: AdaptivePortfolio, query: Query
) -> tuple[Recommendation, ...]:
    """Say of the heads what is known of them."""
    only = replace(query, allowed=frozenset(head.configuration for head in heads).__contains__)
    known = {item.configuration: item for item in recommender.recommend(only, len(heads))}
    return tuple(known.get(head.configuration, head) for head in heads)


def _headed(heads: Sequence[Recommendation], learned: Sequence[Recommendation]) -> list[Recommendation]:
    """Put the heads, which run before this is known, before what was learned.

    Another linear model hardly adds to one that is there, and comes behind the opening.
    """
    has_linear = head_of(heads) is not None
    opening = sorted(learned[:OPENING], key=lambda item: has_linear and item.configuration.family == FIRST_FAMILY)
    return [*heads, *opening, *learned[OPENING:]]


def _with_unknown(
    order: list[Recommendation], unknown: list[Recommendation], *, after: int
) -> tuple[Recommendation, ...]:
    """Put families that the base has little about, such as those of other packages, where the fixed order has them.

    A model of words that is rarely tried would else come last on a table of texts. The first `after` places are not
    for them, so that a choice that was learned is always among those.
    """
    for place, item in enumerate(unknown, start=after):
        order.insert(max(item.rank - 1, place), item)
    return tuple(replace(item, rank=rank) for rank, item in enumerate(order, start=1))
