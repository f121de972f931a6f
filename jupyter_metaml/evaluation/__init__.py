"""Measure how good one configuration is, safely.

Public names are loaded when they are first asked for: worker processes import this package too, and only those parts
that carry messages may cost them time before they are ready to be ended.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jupyter_metaml.evaluation.fold_models import load_models
    from jupyter_metaml.evaluation.isolation import IsolatedExecutor, shared_executor
    from jupyter_metaml.evaluation.job import Limits, Origin, TrialJob
    from jupyter_metaml.evaluation.limits import allowed_cpus, available_memory_mib, memory_limit_mib
    from jupyter_metaml.evaluation.measure import run_trial
    from jupyter_metaml.evaluation.task_data import DataHandle, TaskData
    from jupyter_metaml.evaluation.trial import Trial, TrialStatus
    from jupyter_metaml.evaluation.worker_errors import WorkerDiedError, WorkerMemoryError, WorkerTimeoutError
    from jupyter_metaml.exceptions import EvaluationError

__all__ = [
    "DataHandle",
    "EvaluationError",
    "IsolatedExecutor",
    "Limits",
    "Origin",
    "TaskData",
    "Trial",
    "TrialJob",
    "TrialStatus",
    "WorkerDiedError",
    "WorkerMemoryError",
    "WorkerTimeoutError",
    "allowed_cpus",
    "available_memory_mib",
    "load_models",
    "memory_limit_mib",
    "run_trial",
    "shared_executor",
]

# Public name -> the module that holds it.
_HOMES = {
    "DataHandle": "jupyter_metaml.evaluation.task_data",
    "EvaluationError": "jupyter_metaml.exceptions",
    "IsolatedExecutor": "jupyter_metaml.evaluation.isolation",
    "Limits": "jupyter_metaml.evaluation.job",
    "Origin": "jupyter_metaml.evaluation.job",
    "TaskData": "jupyter_metaml.evaluation.task_data",
    "Trial": "jupyter_metaml.evaluation.trial",
    "TrialJob": "jupyter_metaml.evaluation.job",
    "TrialStatus": "jupyter_metaml.evaluation.trial",
    "WorkerDiedError": "jupyter_metaml.evaluation.worker_errors",
    "WorkerMemoryError": "jupyter_metaml.evaluation.worker_errors",
    "WorkerTimeoutError": "jupyter_metaml.evaluation.worker_errors",
    "allowed_cpus": "jupyter_metaml.evaluation.limits",
    "available_memory_mib": "jupyter_metaml.evaluation.limits",
    "load_models": "jupyter_metaml.evaluation.fold_models",
    "memory_limit_mib": "jupyter_metaml.evaluation.limits",
    "run_trial": "jupyter_metaml.evaluation.measure",
    "shared_executor": "jupyter_metaml.evaluation.isolation",
}


def __getattr__(name: str) -> object:
    """Load a public name on first use (PEP 562) and keep it."""
    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    value: object = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List what is there and what would be loaded."""
    return sorted({*globals(), *__all__})
