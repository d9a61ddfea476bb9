"""Spares a server pauses that nobody needs.

Rasa, TensorFlow and a model are some 400,000 objects. To look through all of them for cycles takes Python's garbage collector
0.3 s and more, in which no customer is answered and no health check either; and it finds nothing, since they stay for good.

NumPy's BLAS splits each matrix product over all cores, and its threads spin while they wait for the next one: a server that
answered one message after the other kept a second core busy with nothing, and whatever else ran there waited for it.

What loading takes for a moment, some 100 MB, the C library keeps for later, unless it is told to give it back.
"""

import ctypes
import gc
import sys

from threadpoolctl import threadpool_limits

# A thread that computes lets the event loop have its turn after so long (Python's own: 5 ms, at each of the many steps of a request).
SWITCH_S = 0.001


def settle() -> None:
    """Takes all that is loaded by now out of the garbage collector's sight, gives back what isn't used any more, and has BLAS use one
    thread; a few tenths of a second, once.
    """
    sys.setswitchinterval(SWITCH_S)
    give_back()
    gc.freeze()
    threadpool_limits(1, user_api="blas")


def give_back() -> None:
    """Gives back what isn't used any more: some hundredths of a second where `settle` was called before."""
    gc.collect()
    if trim := getattr(ctypes.CDLL(None), "malloc_trim", None):  # of glibc
        trim(0)
