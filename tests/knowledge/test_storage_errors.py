"""The errors of a store are storage errors, and survive the way through a pickle."""

from __future__ import annotations

import pickle

import pytest

from jupyter_metaml.exceptions import StorageError
from jupyter_metaml.knowledge.storage_errors import StoreBusyError, StoreDamagedError, StoreReadOnlyError


@pytest.mark.parametrize("kind", [StoreBusyError, StoreDamagedError, StoreReadOnlyError])
def test_who_swallows_storage_errors_swallows_these(kind):
    error = pickle.loads(pickle.dumps(kind("The store is gone.")))

    assert isinstance(error, StorageError)
    assert str(error) == "The store is gone."
