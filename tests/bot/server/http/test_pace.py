"""Who asks too fast waits, and who asks far too fast is refused."""

from bot.server.http.pace import BURST_S, LONGEST_WAIT_S, Pace


def test_a_burst_passes_then_the_pace_holds() -> None:
    pace = Pace(600, lambda _: "")
    waits = [pace.wait_s("a", 100.0) for _ in range(200)]
    assert waits[: int(10 * BURST_S)] == [0.0] * int(10 * BURST_S)
    late = [wait for wait in waits if wait]
    assert late == sorted(late)
    assert sum(0 < wait <= LONGEST_WAIT_S for wait in waits) == 10 * LONGEST_WAIT_S
    assert pace.wait_s("b", 100.0) == 0
    assert pace.wait_s("a", 200.0) == 0
