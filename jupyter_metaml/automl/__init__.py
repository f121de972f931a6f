"""The verbs, the estimators and the result: what people import.

::

    profile, recommend, fit, AutoMLClassifier, AutoMLRegressor --conduct--> Run --> RunReport
"""

from __future__ import annotations

from jupyter_metaml.automl.contract import InputContract, MissingColumnError
from jupyter_metaml.automl.estimators import AutoMLClassifier, AutoMLRegressor
from jupyter_metaml.automl.events import Event, Listener, TableProfiled, TaskChecked
from jupyter_metaml.automl.flow import conduct
from jupyter_metaml.automl.leaderboard import LeaderboardRow
from jupyter_metaml.automl.question import Question
from jupyter_metaml.automl.reading import IgnoredColumnsWarning, Reading, UnseenLevels, UnseenLevelsWarning
from jupyter_metaml.automl.report import RunReport
from jupyter_metaml.automl.requirements import what_it_needs
from jupyter_metaml.automl.run import Run, load_run
from jupyter_metaml.automl.run_text import headline, summary
from jupyter_metaml.automl.verbs import fit, profile, recommend

__all__ = [
    "AutoMLClassifier",
    "AutoMLRegressor",
    "Event",
    "IgnoredColumnsWarning",
    "InputContract",
    "LeaderboardRow",
    "Listener",
    "MissingColumnError",
    "Question",
    "Reading",
    "Run",
    "RunReport",
    "TableProfiled",
    "TaskChecked",
    "UnseenLevels",
    "UnseenLevelsWarning",
    "conduct",
    "fit",
    "headline",
    "load_run",
    "profile",
    "recommend",
    "summary",
    "what_it_needs",
]
