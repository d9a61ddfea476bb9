"""Who gives way when there are too many connections."""

from bot.server.http.connections import Connections, room


class Opened:
    """A connection that knows whether it was closed."""

    closed = dismissed = False

    def abort(self) -> None:
        self.closed = True

    def dismiss(self) -> None:
        self.dismissed = True


def opened(connections: Connections, address: str, count: int, waiting: bool = True) -> list[Opened]:
    made = [Opened() for _ in range(count)]
    for each in made:
        assert connections.add(each, address)
        connections.waits(each, waiting)
    return made


def test_the_oldest_that_waits_gives_way_to_its_own_address() -> None:
    connections = Connections(100, 10)
    busy, half_open = opened(connections, "a", 2, waiting=False), opened(connections, "a", 8)
    other = opened(connections, "b", 10)
    for _ in range(3):
        assert connections.add(Opened(), "a")
    assert [each.dismissed for each in half_open] == [True] * 3 + [False] * 5
    assert not any(each.closed or each.dismissed for each in [*busy, *other])
    assert not any(each.closed for each in half_open)


def test_who_was_dismissed_is_closed_first_when_there_is_no_room() -> None:
    connections = Connections(10, 5)
    crowd, other = opened(connections, "a", 5), opened(connections, "b", 4)
    assert connections.add(Opened(), "a")
    assert crowd[0].dismissed
    assert not crowd[0].closed
    assert connections.add(Opened(), "b")
    assert crowd[0].closed
    assert not any(each.closed for each in [*crowd[1:], *other])


def test_a_full_process_drops_who_waited_longest_and_else_refuses() -> None:
    connections = Connections(10, 5)
    first, second = opened(connections, "a", 5), opened(connections, "b", 5, waiting=False)
    for _ in range(5):
        assert connections.add(Opened(), "c")
    assert all(each.closed for each in first)
    assert not connections.add(Opened(), "d")
    assert not any(each.closed for each in second)
    connections.remove(second[0])
    connections.remove(second[0])
    assert connections.add(Opened(), "d")


def test_for_whom_nobody_gives_way_is_dismissed_itself() -> None:
    connections, newest = Connections(100, 5), Opened()
    opened(connections, "a", 5, waiting=False)
    assert not connections.add(newest, "a")
    assert newest.dismissed
    assert not newest.closed


def test_an_address_has_half_at_most_and_a_trusted_proxy_all() -> None:
    connections = Connections(10)
    opened(connections, "a", 5, waiting=False)
    assert not connections.add(Opened(), "a")
    assert all(connections.add(Opened(), "a", shared=True) for _ in range(5))
    assert not connections.add(Opened(), "a", shared=True)


def test_held_requests_leave_room_for_short_ones() -> None:
    connections = Connections(1_000, 100)
    assert sum(connections.hold("a") for _ in range(200)) == 75
    connections.release("a")
    assert connections.hold("a")
    assert sum(connections.hold(f"b{number}") for number in range(1_000)) == 675


def test_there_is_room_for_as_many_as_the_system_allows() -> None:
    assert 64 <= room() <= 4_096
