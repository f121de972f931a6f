"""The magics: their names, their requests, and what their help says first."""

from __future__ import annotations

from dataclasses import dataclass

from jupyter_metaml.notebook.arguments import (
    DoctorRequest,
    FitRequest,
    LoadRequest,
    ProfileRequest,
    RunsRequest,
    ShowRequest,
    StopRequest,
    WaitRequest,
)
from jupyter_metaml.notebook.options import options_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A magic: its name, its request, and what its help says first.

    Parameters
    ----------
    name : str
        As it is typed after the percent sign.
    request : type
        The record that its line and body become.
    summary : str
        What it does, as an order.
    example : str
        A line that people can copy.
    has_body : bool, default=False
        Whether ``%%`` and a body of settings are allowed.
    """

    name: str
    request: type
    summary: str
    example: str
    has_body: bool = False

    @property
    def needs_data(self) -> bool:
        """Whether it is about a table."""
        return any(entry.name == "data" for entry in options_of(self.request))


AUTOML = Command(
    name="automl",
    request=FitRequest,
    summary="Find a good pipeline for a table, and put it into the notebook.",
    example="%%automl df --target price --time 60 --into model --run run",
    has_body=True,
)
PROFILE = Command(
    name="automl_profile",
    request=ProfileRequest,
    summary="Show what is in a table, what would be done with each column, and what looks wrong.",
    example="%automl_profile df --target price",
)
SUGGEST = Command(
    name="automl_suggest",
    request=FitRequest,
    summary="Show what would be tried first on a table, and why; run nothing.",
    example="%automl_suggest df --target price",
)
RUNS = Command(
    name="automl_runs",
    request=RunsRequest,
    summary="List the runs that are stored, and those of this kernel that have not ended.",
    example="%automl_runs",
)
SHOW = Command(
    name="automl_show",
    request=ShowRequest,
    summary="Show the report of a run again, or the live view of one that has not ended.",
    example="%automl_show run",
)
STOP = Command(
    name="automl_stop",
    request=StopRequest,
    summary="End a search that runs in the background, with the best so far; one that waits for its turn is dropped.",
    example="%automl_stop run",
)
WAIT = Command(
    name="automl_wait",
    request=WaitRequest,
    summary="Wait for a search that runs in the background, or for all of them; an interrupt ends the waiting only.",
    example="%automl_wait run",
)
LOAD = Command(
    name="automl_load",
    request=LoadRequest,
    summary="Bring the fitted pipeline of a stored run back.",
    example="%automl_load 20261123-0701-ab12 --into model",
)
DOCTOR = Command(
    name="automl_doctor",
    request=DoctorRequest,
    summary="Show versions, cores, memory, where runs live, and how results are displayed here.",
    example="%automl_doctor",
)

COMMANDS = (AUTOML, PROFILE, SUGGEST, RUNS, SHOW, STOP, WAIT, LOAD, DOCTOR)
