"""Loaded by Python when it begins: its time of day is an hour earlier from when on a file is there."""

import os
import time

_time, _time_ns, _file = time.time, time.time_ns, os.environ["RELU_VIZ_TEST_SET_BACK"]


def _hours() -> int:
    return int(os.path.exists(_file))


time.time = lambda: _time() - 3600 * _hours()
time.time_ns = lambda: _time_ns() - 3600 * 10**9 * _hours()
