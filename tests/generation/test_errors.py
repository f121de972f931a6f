from __future__ import annotations

import pickle

from jupyter_metaml.generation.errors import SamplingError


def test_error_survives_the_way_between_processes():
    error = SamplingError.after("linear", 40, "a class has 3 rows")

    assert str(pickle.loads(pickle.dumps(error))) == str(error)
    assert "Sizes" in str(error)
