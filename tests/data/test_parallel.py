from data.parallel import batched, serial


def test_items_come_in_batches_and_the_last_one_holds_what_is_left() -> None:
    assert list(batched(range(7), 3)) == [[0, 1, 2], [3, 4, 5], [6]]
    assert list(batched([], 3)) == []


def test_a_serial_map_reads_an_item_only_when_its_result_is_wanted() -> None:
    items = iter([1, 2, 3])
    results = serial(str, items)
    assert next(results) == "1"
    assert list(items) == [2, 3]
