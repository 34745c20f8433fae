"""A bound on the processor time that one article may take, for the text that no rule foresaw.

The components take time in proportion to the length of a text, and long texts are refused; this is the net below.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

#: Seconds between two calls to a reader that did not hear the first.
_AGAIN = 0.25


class OvertimeError(Exception):
    """The processor time allowed is used up; the message says how much that was."""


@contextmanager
def processor_time(seconds: float) -> Iterator[None]:
    """Interrupt what is done within after `seconds` of this process's own processor time.

    It works in the main thread of a process on systems that have `setitimer`; elsewhere nothing is bounded. What others
    do on the machine does not count, so that a busy machine makes no difference.

    Args:
        seconds: processor time in user mode that may be used, more than 0.

    Raises:
        OvertimeError: it was used up.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    running = True

    def stop(_number: int, _frame: FrameType | None) -> None:
        if running:
            raise OvertimeError(f"took more than {seconds:g} s of processor time")

    former = signal.signal(signal.SIGVTALRM, stop)
    try:
        signal.setitimer(signal.ITIMER_VIRTUAL, seconds, _AGAIN)
        try:
            yield
        finally:
            running = False
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, former)
