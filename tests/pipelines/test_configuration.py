from __future__ import annotations

import json
import pickle

import numpy as np
import pytest

from jupyter_metaml.exceptions import ConfigurationError
from jupyter_metaml.pipelines import Configuration


def test_order_of_keywords_does_not_matter():
    assert Configuration.of("linear", C=1.0, scaler="robust") == Configuration.of("linear", scaler="robust", C=1.0)


def test_equal_configurations_share_hash_and_id():
    first, second = Configuration.of("svm", C=3.0), Configuration.of("svm", C=3.0)

    assert hash(first) == hash(second)
    assert first.id == second.id
    assert len(first.id) == 10


def test_id_tells_families_and_values_apart():
    ids = {
        Configuration.of(*args, **values).id
        for args, values in ((("a",), {"x": 1}), (("b",), {"x": 1}), (("a",), {"x": 2}))
    }

    assert len(ids) == 3


def test_id_is_the_same_in_every_process():
    assert Configuration.of("linear", C=1.0, scaler="robust").id == "40e6fb6bec"


def test_json_and_back():
    configuration = Configuration.of("lightgbm", learning_rate=0.1, cross=True, max_depth=None, num_leaves=31)

    assert Configuration.from_dict(json.loads(json.dumps(configuration.as_dict()))) == configuration


def test_pickle_and_back():
    configuration = Configuration.of("lightgbm", learning_rate=0.1)

    assert pickle.loads(pickle.dumps(configuration)) == configuration


def test_numpy_scalars_become_python_values():
    configuration = Configuration.of("svm", C=np.float64(2.0), flag=np.bool_(True))

    assert {type(value) for _, value in configuration.params} == {float, bool}


def test_get_falls_back_to_the_given_default():
    assert Configuration.of("svm").get("C", 1.0) == 1.0


def test_value_that_is_no_plain_value_is_refused():
    with pytest.raises(ConfigurationError, match="'layers' of family 'mlp' is a list"):
        Configuration.of("mlp", layers=[1, 2])


def test_value_that_is_not_finite_is_refused():
    with pytest.raises(ConfigurationError, match="'C' of family 'svm' is nan"):
        Configuration.of("svm", C=float("nan"))


def test_unsorted_values_are_refused():
    with pytest.raises(ConfigurationError, match=r"Use Configuration\.of"):
        Configuration(family="svm", params=(("b", 1), ("a", 1)))
