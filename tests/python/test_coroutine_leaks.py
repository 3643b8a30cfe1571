"""What coroutines leave behind: nothing. Here no test starts a thread."""

import asyncio
import gc

from everbind_tests import coroutines as m
from support import assert_no_leak


def test_what_is_never_awaited_leaks_nothing():
    def never():
        m.sleep(0, object())
        m.Account().wait(0)
        m.forever().close()

    assert_no_leak(lambda: (never(), gc.collect()), n=20)


def test_running_leaks_nothing():
    loop = asyncio.new_event_loop()

    async def main():
        await m.busy()
        await m.at_once("text")
        assert await m.Account.twice(2) == 4
        task = asyncio.ensure_future(m.cancellable())
        await asyncio.sleep(0)
        task.cancel()  # wakes what waits
        await task

    # Free-threaded 3.13 takes some hundred of them until it keeps no more.
    assert_no_leak(lambda: loop.run_until_complete(main()), n=100)
    loop.close()
