"""A run that dies in the middle, and the next one."""

from datetime import timedelta

import pytest

from tests.sheet.conftest import House


class Gone(BaseException):
    """The process is gone."""


def die(house: House, after: int, **more: object) -> None:
    """Run a transaction that dies after so many batches, and lets go of nothing."""
    session = house.session()
    send, count = session.http.fetch, 0

    def fetch(method, url, **options):
        nonlocal count
        if count >= after:
            raise Gone
        answer = send(method, url, **options)
        count += ":batchUpdate" in url
        return answer

    session.http.fetch = fetch
    with pytest.raises(Gone):
        house.run(session=session, **more)


def later(house: House, minutes: int = 11, **more: object):
    """The next run, so many minutes later."""
    session = house.session()
    return house.run(
        session=session,
        now=lambda: session.now() + timedelta(minutes=minutes),
        run_id="next",
        **more,
    )
