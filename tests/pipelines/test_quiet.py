from __future__ import annotations

import warnings

import numpy as np
import pytest

from jupyter_metaml.pipelines.quiet import quietly


def test_warnings_are_held_back_inside():
    with quietly():
        warnings.warn("something", stacklevel=1)
        assert np.isnan(np.array([0.0]) / np.array([0.0]))


def test_warnings_come_back_outside():
    with quietly():
        pass

    with pytest.warns(UserWarning, match="something"):
        warnings.warn("something", stacklevel=1)
