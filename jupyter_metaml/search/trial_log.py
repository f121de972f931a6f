"""Finished trials on disk, as an Optuna study that anything which reads Optuna can show.

Each trial is written when it finishes, whatever its place in the sequence; what the sampler sees is another matter
(see `proposals`). Out-of-fold predictions go into files beside the study.
"""

from __future__ import annotations

import dataclasses
import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import optuna
from optuna.storages import BaseStorage, JournalStorage
from optuna.storages.journal import JournalFileBackend
from optuna.trial import TrialState

from jupyter_metaml.evaluation import Trial, TrialStatus
from jupyter_metaml.pipelines import Configuration
from jupyter_metaml.search.quiet import quiet_optuna

logger = logging.getLogger(__name__)

_STATES = {
    TrialStatus.DONE: TrialState.COMPLETE,
    TrialStatus.CUT: TrialState.COMPLETE,
    TrialStatus.STOPPED_EARLY: TrialState.PRUNED,
}


class TrialLog:
    """Writes trials as they finish and reads them back.

    Parameters
    ----------
    directory : Path
        The run's directory.
    storage : str or None, default=None
        Optuna storage URL; None means a journal file in the directory.
    """

    def __init__(self, directory: Path, storage: str | None = None) -> None:
        self._directory = directory
        with quiet_optuna():
            self._study = optuna.create_study(
                storage=storage or _journal(directory / "journal.log"),
                study_name=directory.name,
                direction="minimize",
                load_if_exists=True,
            )
        self._writes = True

    def record(self, trial: Trial) -> None:
        """Write a trial; a full or read-only disk ends the writing, not the search."""
        if not self._writes:
            return
        try:
            if trial.oof is not None:
                np.save(self._directory / "oof" / f"{trial.number}.npy", trial.oof)
            with quiet_optuna():
                self._study.add_trial(_frozen(trial))
        except OSError as error:
            self._writes = False
            logger.warning("Trials are no longer written to %s: %s.", self._directory, error)

    def read(self) -> dict[int, Trial]:
        """Return all trials of the log by number, with their predictions where these are still there."""
        with quiet_optuna():
            frozen = self._study.get_trials(deepcopy=False)
        trials = (_thawed(item.user_attrs, self._directory) for item in frozen if "trial" in item.user_attrs)
        return {trial.number: trial for trial in trials}


def _journal(path: Path) -> BaseStorage:
    return JournalStorage(JournalFileBackend(str(path)))


def _frozen(trial: Trial) -> optuna.trial.FrozenTrial:
    record = {
        field.name: getattr(trial, field.name)
        for field in dataclasses.fields(trial)
        if field.name not in {"oof", "configuration"}
    }
    record["configuration"] = trial.configuration.as_dict()
    state = _STATES.get(trial.status, TrialState.FAIL)
    return optuna.trial.create_trial(
        state=state,
        value=trial.loss if state is TrialState.COMPLETE else None,
        user_attrs={"family": trial.configuration.family, "trial": json.loads(json.dumps(record, default=_plain))},
    )


def _plain(value: object) -> object:
    return value.item() if isinstance(value, np.generic) else str(value)


def _thawed(attributes: Mapping[str, Any], directory: Path) -> Trial:
    record = dict(attributes["trial"])
    oof = directory / "oof" / f"{record['number']}.npy"
    record.update(
        configuration=Configuration.from_dict(record["configuration"]),
        status=TrialStatus(record["status"]),
        fold_scores=tuple(record["fold_scores"]),
        fold_losses=tuple(record["fold_losses"]),
        oof=np.load(oof) if oof.exists() else None,
    )
    return Trial(**record)
