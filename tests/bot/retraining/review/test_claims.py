from bot.retraining.review.claims import SECONDS, Claims


def test_one_person_at_a_time_and_not_for_ever() -> None:
    now = [0.0]
    claims = Claims(lambda: now[0])
    assert claims.claim("one", "Ana")
    assert not claims.claim("one", "Ben")
    assert claims.of_others("Ben") == {"one": "Ana"}
    now[0] = SECONDS + 1
    assert claims.claim("one", "Ben")


def test_who_looks_at_another_one_lets_go() -> None:
    claims = Claims()
    claims.claim("one", "Ana")
    claims.claim("two", "Ana")
    assert claims.claim("one", "Ben")
