from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from jupyter_metaml.profiling import Treatment

RNG = np.random.default_rng(0)
PRICE = RNG.gamma(3.0, 100.0, size=150)
FRAME = pd.DataFrame({"rooms": RNG.integers(1, 9, 150), "area": RNG.normal(size=150), "y": PRICE})


@pytest.mark.parametrize(
    "values",
    [PRICE, PRICE * 1.19 + 5, -PRICE, np.log(PRICE), PRICE.astype(np.float32), [f"{v:.3f}" for v in PRICE]],
    ids=["same", "with tax", "negative", "logarithm", "single precision", "as text"],
)
def test_speaks_of_a_target_on_another_scale(profile_of, values):
    profile = profile_of(FRAME.assign(net=values))

    (warning,) = [warning for warning in profile.warnings if warning.code == "MML002"]
    assert (warning.severity, warning.columns) == ("serious", ("net",))
    assert "treatments={'net': 'keep'}" in warning.advice
    assert profile.column("net").plan.treatment is Treatment.DROP


def test_silent_when_there_is_noise(warning_of):
    assert warning_of("MML002", FRAME.assign(net=PRICE + RNG.normal(size=150))) is None


def test_silent_on_a_clock_beside_a_running_total(warning_of):
    frame = FRAME.assign(year=np.arange(150), y=np.cumsum(PRICE))

    assert warning_of("MML002", frame) is None
