from __future__ import annotations

import warnings

import numpy as np
import pytest
from sklearn import config_context, get_config

from jupyter_metaml.automl.surroundings import own_surroundings


def test_settings_of_scikit_learn_are_held_off_and_come_back():
    with config_context(transform_output="pandas", enable_metadata_routing=True):
        with own_surroundings():
            inside = get_config()
        outside = get_config()

    assert (inside["transform_output"], inside["enable_metadata_routing"]) == ("default", False)
    assert (outside["transform_output"], outside["enable_metadata_routing"]) == ("pandas", True)


def test_floating_point_errors_do_not_raise_inside():
    with np.errstate(all="raise"):
        with own_surroundings(), pytest.warns(RuntimeWarning, match="divide"):
            assert np.isinf(np.float64(1.0) / np.float64(0.0))

        assert np.geterr()["divide"] == "raise"


def test_warnings_that_a_person_made_errors_stay_warnings_inside():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with own_surroundings(), pytest.warns(UserWarning, match="from a library"):
            warnings.warn("from a library", UserWarning, stacklevel=1)

        with pytest.raises(UserWarning, match="the user's own"):
            warnings.warn("the user's own", UserWarning, stacklevel=1)


def test_warnings_that_a_person_silenced_stay_silent():
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("ignore")
        with own_surroundings():
            warnings.warn("from a library", UserWarning, stacklevel=1)

    assert seen == []


def test_news_between_libraries_are_not_passed_on(recwarn):
    with own_surroundings():
        warnings.warn("a parameter was renamed", FutureWarning, stacklevel=1)

    assert len(recwarn) == 0
