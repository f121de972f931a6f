from __future__ import annotations

import numpy as np
import pandas as pd
import pytest


def frame(*counts):
    y = np.repeat([f"class {i}" for i in range(len(counts))], counts)
    rng = np.random.default_rng(0)
    return pd.DataFrame({"a": rng.normal(size=len(y)), "y": rng.permutation(y)})


@pytest.mark.parametrize(
    ("counts", "severity"), [((185, 15), "note"), ((196, 14), "note"), ((285, 12), "warning"), ((275, 15, 12), "note")]
)
def test_speaks_when_one_class_is_nearly_everything(warning_of, counts, severity):
    warning = warning_of("MML030", frame(*counts))

    assert warning.severity == severity
    assert "'class 0'" in warning.message
    assert "metric=" in warning.advice
    assert warning.evidence["largest_share"] == pytest.approx(counts[0] / sum(counts))


@pytest.mark.parametrize("counts", [(100, 100), (160, 40), (100, 20, 15), (150, 20, 10, 10)])
def test_silent_when_no_class_is(warning_of, counts):
    assert warning_of("MML030", frame(*counts)) is None


def test_silent_on_numbers(warning_of, plain):
    assert warning_of("MML030", plain.assign(y=plain["size"])) is None
