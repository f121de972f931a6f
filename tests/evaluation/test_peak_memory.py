from __future__ import annotations

import sys

import pytest

from jupyter_metaml.evaluation.peak_memory import mark_peak_memory, peak_memory_mib


def test_peak_counts_what_was_given_back():
    mark_peak_memory()
    before = peak_memory_mib()

    block = bytearray(b"x" * 80_000_000)
    del block

    assert peak_memory_mib() > before + 70


@pytest.mark.skipif(sys.platform != "linux", reason="other systems keep the peak of the whole process")
def test_mark_forgets_earlier_peaks():
    block = bytearray(b"x" * 80_000_000)
    high = peak_memory_mib()
    del block

    mark_peak_memory()

    assert peak_memory_mib() < high - 40
