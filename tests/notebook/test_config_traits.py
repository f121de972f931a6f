from __future__ import annotations

import pytest
from traitlets import HasTraits, TraitError

from jupyter_metaml.notebook.arguments import FitRequest
from jupyter_metaml.notebook.config_traits import configurable, configured_values
from jupyter_metaml.notebook.options import options_of


@configurable(options_of(FitRequest))
class Settings(HasTraits):
    """Some settings."""


def test_every_configurable_option_has_a_trait():
    expected = {entry.name for entry in options_of(FitRequest) if entry.option.is_configurable}

    assert set(Settings.class_trait_names(config=True)) == expected
    assert {"time", "jobs", "display", "seed"} <= expected
    assert not {"data", "target", "into"} & expected


def test_the_class_keeps_its_name_and_docstring():
    assert (Settings.__name__, Settings.__doc__) == ("Settings", "Some settings.")


def test_values_are_read_as_on_the_line():
    settings = Settings()
    settings.time = "2m"

    assert configured_values(settings) == {"time": 120.0}


def test_none_takes_a_setting_back():
    settings = Settings(time=3)
    settings.time = None

    assert configured_values(settings) == {}


def test_impossible_values_are_refused_in_one_line():
    with pytest.raises(TraitError, match=r"^AutoMLMagics.time = -1: has to be above 0 seconds"):
        Settings(time=-1)
