from __future__ import annotations

import numpy as np
import pandas as pd


def frame(*counts):
    y = np.repeat([f"class {i}" for i in range(len(counts))], counts)
    rng = np.random.default_rng(0)
    return pd.DataFrame({"a": rng.normal(size=len(y)), "y": rng.permutation(y)})


def test_speaks_of_classes_with_few_rows(warning_of):
    warning = warning_of("MML031", frame(100, 80, 6, 4))

    assert warning.severity == "warning"
    assert "2 of 4 classes" in warning.message
    assert "'class 3', 'class 2'; the rarest has 4" in warning.message
    assert warning.evidence == {"n_rare": 2.0, "fewest_rows": 4.0}


def test_silent_when_every_class_has_rows_enough(warning_of):
    assert warning_of("MML031", frame(100, 50, 40)) is None


def test_silent_on_numbers(warning_of, plain):
    assert warning_of("MML031", plain.assign(y=plain["size"])) is None
