from __future__ import annotations

import numpy as np
import pandas as pd

from jupyter_metaml.profiling import Treatment

RNG = np.random.default_rng(0)
FRAME = pd.DataFrame({"a": RNG.normal(size=150), "b": RNG.normal(size=150), "y": RNG.choice(["x", "y", "z"], 150)})


def test_speaks_of_a_complete_set(profile_of):
    profile = profile_of(FRAME.join(pd.get_dummies(FRAME["y"], prefix="is")))

    (warning,) = profile.warnings
    assert (warning.code, warning.severity) == ("MML003", "serious")
    assert warning.columns == ("is_x", "is_y", "is_z")
    assert profile.column("is_y").plan.treatment is Treatment.DROP


def test_silent_on_a_single_indicator(warning_of):
    assert warning_of("MML003", FRAME.assign(is_x=FRAME["y"] == "x")) is None


def test_silent_on_other_flags(warning_of):
    flags = {f"flag{i}": RNG.random(150) < 0.3 for i in range(6)}

    assert warning_of("MML003", FRAME.assign(**flags)) is None
