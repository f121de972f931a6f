"""How a search begins: with models that need no knowledge, so that it is read while workers start or are busy."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from jupyter_metaml.blas_threads import one_blas_thread
from jupyter_metaml.evaluation.effort import plan_effort
from jupyter_metaml.pipelines import shape_of
from jupyter_metaml.search.advice import Advice, advise, heads_of, in_full
from jupyter_metaml.search.start import recommended_start, usable_families

if TYPE_CHECKING:
    from concurrent.futures import Future

    from jupyter_metaml.evaluation.effort import Effort
    from jupyter_metaml.knowledge import KnowledgeBase
    from jupyter_metaml.metalearning import Recommendation
    from jupyter_metaml.pipelines import Configuration, TableShape
    from jupyter_metaml.profiling import Profile
    from jupyter_metaml.search.lessons import Lessons
    from jupyter_metaml.search.settings import SearchSettings
    from jupyter_metaml.tasks import Task


class Opening:
    """The first trials, and the advice that all others wait for.

    Parameters
    ----------
    ask : callable
        Returns the advice; called once, when it is needed.
    heads : sequence of Recommendation, default=()
        What runs first whatever is known, and comes first in the advice.
    """

    def __init__(self, ask: Callable[[], Advice], heads: Sequence[Recommendation] = ()) -> None:
        self._ask = ask
        self.heads = tuple(heads)

    @cached_property
    def advice(self) -> Advice:
        """What is tried first; knowledge may have to be read for it."""
        return self._ask()

    def next(self, losses: Mapping[Configuration, float], asked: Collection[Configuration]) -> Configuration | None:
        """Return the next configuration to try, as `Advice.next` does; heads come without asking for advice."""
        if len(asked) < len(self.heads):
            return self.heads[len(asked)].configuration
        return self.advice.next(losses, asked)


def opening_of(  # noqa: PLR0913 - all that the start of a search depends on
    task: Task,
    profile: Profile,
    shape: TableShape,
    effort: Effort,
    settings: SearchSettings,
    lessons: Lessons | None,
    *,
    heard: Callable[[Advice], None],
) -> Opening:
    """Return how a search begins.

    Parameters
    ----------
    task, profile, shape, effort, settings, lessons
        As for `advise`.
    heard : callable
        Told the advice once it is there.
    """

    def ask() -> Advice:
        with one_blas_thread():
            advice = advise(task, profile, shape, effort, settings, lessons)
        heard(advice)
        return advice

    # Who learned across tasks decides on the first trial, too.
    heads = heads_of(recommended_start(shape, effort, settings), effort) if lessons is None else ()
    return Opening(ask, heads)


def recommend_start(
    task: Task, profile: Profile, settings: SearchSettings, *, knowledge: Future[KnowledgeBase] | None = None
) -> tuple[Recommendation, ...]:
    """Return what a search with these settings would try first, without running anything.

    Parameters
    ----------
    task, profile, settings
        As for `run_search`.
    knowledge : Future of KnowledgeBase or None, default=None
        What `recall` has begun to read; None reads it when it is needed.

    Returns
    -------
    tuple of Recommendation
        Best first.

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> from jupyter_metaml.profiling import profile_task
    >>> from jupyter_metaml.search import SearchSettings, recommend_start
    >>> from jupyter_metaml.tasks import make_task
    >>> task = make_task(load_iris(as_frame=True).frame, "target")
    >>> recommend_start(task, profile_task(task), SearchSettings(meta="off"))[0].configuration.family
    'linear'
    """
    shape = shape_of(task, profile)
    effort = plan_effort(shape, task.splits, time_budget_s=settings.time_budget_s, n_jobs=settings.n_jobs)
    usable_families(shape, settings)  # loads the libraries of boosters, which knowledge need not be waited for
    return in_full(advise(task, profile, shape, effort, settings, base=_known(knowledge)).first, shape, effort)


def _known(knowledge: Future[KnowledgeBase] | None) -> KnowledgeBase | None:
    # what went wrong in a thread, such as a warning that a person has made an error, is tried again in this one
    return None if knowledge is None or knowledge.exception() is not None else knowledge.result()
