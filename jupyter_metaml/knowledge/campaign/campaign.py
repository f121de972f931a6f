"""Measure configurations on tables, one table at a time, all cores on its configurations."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Collection, Iterable
from concurrent.futures import as_completed
from pathlib import Path
from typing import TYPE_CHECKING

from jupyter_metaml.evaluation import EvaluationError, Limits, TrialJob, TrialStatus
from jupyter_metaml.evaluation.effort import realise
from jupyter_metaml.exceptions import DataError, MetricError
from jupyter_metaml.knowledge.campaign.candidates import candidates
from jupyter_metaml.knowledge.campaign.layout import lay_out
from jupyter_metaml.knowledge.campaign.measuring import Measured, measure_candidate
from jupyter_metaml.knowledge.records import TrialRecord
from jupyter_metaml.pipelines import FAMILIES, available_families

if TYPE_CHECKING:
    from jupyter_metaml.evaluation import IsolatedExecutor
    from jupyter_metaml.knowledge.campaign.layout import LaidOut
    from jupyter_metaml.knowledge.campaign.pieces import Pieces
    from jupyter_metaml.knowledge.campaign.scales import Scale
    from jupyter_metaml.knowledge.campaign.sources import CampaignTable
    from jupyter_metaml.pipelines import Configuration

logger = logging.getLogger(__name__)
MEMORY_MIB = 6_000.0
# A trial that does not stop itself at its deadline is ended after this many times as long.
PATIENCE = 2.5


def measure_table(
    table: CampaignTable,
    scale: Scale,
    pieces: Pieces,
    executor: IsolatedExecutor,
    *,
    n_candidates: int,
    known: Collection[Configuration] = (),
) -> int:
    """Measure what is missing of the first configurations on a table.

    Parameters
    ----------
    table : CampaignTable
    scale : Scale
        Limits of rows and seconds.
    pieces : Pieces
        Where results go, and what is there already.
    executor : IsolatedExecutor
        Its workers share the configurations.
    n_candidates : int
        How many of the configurations, in the order of the campaign.
    known : collection of Configuration, default=()
        Measured on this table by an earlier campaign whose pieces are not here.

    Returns
    -------
    int
        Trials that were run.
    """
    task_id = table.id + scale.suffix
    wanted = candidates(table.kind)[: min(n_candidates, scale.n_candidates)]
    done, unsuited = pieces.done(task_id).union(known), pieces.unsuited(task_id)
    missing = [candidate for candidate in wanted if candidate not in done and candidate.family not in unsuited]
    if not missing:
        return 0
    with tempfile.TemporaryDirectory(prefix="campaign-") as scratch:
        try:
            laid_out = lay_out(table, scale, Path(scratch) / "data")
        except (DataError, MetricError) as error:
            logger.warning("%s is left out: %s", task_id, error)
            return 0
        suiting = {family.name for family in available_families(laid_out.record.kind, laid_out.shape)}
        pieces.begin(laid_out, unsuited=FAMILIES.keys() - suiting)
        todo = [candidate for candidate in missing if candidate.family in suiting]
        for measured in _measured(todo, laid_out, scale, executor, Path(scratch) / "models"):
            pieces.add(task_id, measured)
    return len(todo)


def _measured(
    todo: list[Configuration], laid_out: LaidOut, scale: Scale, executor: IsolatedExecutor, models: Path
) -> Iterable[Measured]:
    futures = {}
    limits = Limits(wall_s=PATIENCE * scale.deadline_s + 20, memory_mib=MEMORY_MIB)
    for number, candidate in enumerate(todo, start=1):
        job = TrialJob(
            number=number,
            configuration=realise(candidate, laid_out.shape, laid_out.effort),
            origin="recommended",
            random_state=0,
            n_jobs=1,
            limits=limits,
            deadline_s=scale.deadline_s,
            model_dir=str(models),
        )
        future = executor.submit(measure_candidate, job, candidate, laid_out.handle, laid_out.test, limits=limits)
        futures[future] = candidate
    for future in as_completed(futures):
        error = future.exception()
        if error is None:
            yield future.result()
        elif isinstance(error, EvaluationError):
            yield _without_result(futures[future], limits.wall_s)
        else:
            raise error


def _without_result(candidate: Configuration, seconds: float) -> Measured:
    """Remember a configuration whose worker had to be ended."""
    record = TrialRecord(configuration=candidate, status=str(TrialStatus.CRASHED), score=None, loss=None, fit_s=seconds)
    return Measured(record=record, oof=None, test=None)
