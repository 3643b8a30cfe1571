"""`async fn`, awaitables and asynchronous iterators, under asyncio."""

import asyncio
import collections.abc
import inspect

import pytest
from everbind_tests import coroutines as m

pytestmark = pytest.mark.threads


def run(coroutine):
    async def main():
        return await coroutine

    return asyncio.run(main())


def test_results():
    value = object()
    assert run(m.sleep(0.01, value)) is value
    assert run(m.sleep(0, result=(1, 2))) == (1, 2)
    assert run(m.at_once("text")) == "text"
    assert run(m.nothing()) is None
    assert run(m.busy()) == 4


def test_what_it_is():
    coroutine = m.sleep(1)
    assert asyncio.iscoroutine(coroutine)
    assert isinstance(coroutine, collections.abc.Coroutine)
    assert inspect.isawaitable(coroutine)
    assert (coroutine.__name__, coroutine.__qualname__) == ("sleep", "sleep")
    coroutine.close()
    assert m.renamed(0).__name__ == "renamed"
    assert m.Account().wait(0).__qualname__ == "Account.wait"
    assert str(inspect.signature(m.sleep)) == "(seconds, result=None)"
    anonymous = m.Countdown(1).__anext__()
    with pytest.raises(AttributeError):
        anonymous.__name__  # noqa: B018
    with pytest.raises(AttributeError):
        anonymous.__qualname__  # noqa: B018


def test_arguments_are_converted_at_the_call():
    with pytest.raises(TypeError, match="argument 'seconds'"):
        m.sleep("no")
    with pytest.raises(TypeError, match="missing 1 required"):
        m.sleep()
    with pytest.raises(TypeError):
        m.cancellable(1)


def test_exceptions_and_panics():
    with pytest.raises(ValueError, match="failed"):
        run(m.renamed(0.01))
    with pytest.raises(BaseException, match="in a coroutine") as caught:
        run(m.panics())
    assert type(caught.value).__name__ == "PanicException"


def test_many_at_a_time():
    async def main():
        return await asyncio.gather(*(m.sleep(0.02, number) for number in range(50)))

    assert asyncio.run(main()) == list(range(50))


def test_only_once():
    async def main():
        coroutine = m.at_once("a")
        assert await coroutine == "a"
        with pytest.raises(RuntimeError, match="cannot reuse already awaited coroutine"):
            await coroutine

    asyncio.run(main())


def test_without_a_loop():
    with pytest.raises(RuntimeError, match="no running event loop"):
        m.sleep(0.01).send(None)
    with pytest.raises(StopIteration) as end:
        m.at_once("a").send(None)
    assert end.value.value == "a"


def test_receivers():
    account = m.Account()

    async def main():
        assert await account.add(5, 0) == 5
        assert await asyncio.gather(account.wait(0.01), account.wait(0.01)) == [5, 5]
        with pytest.raises(ValueError, match="negative"):
            await account.add(-1, 0)
        assert await account.owner() is account
        assert await m.Account.twice(4) == 8
        assert type(await m.Account.made()) is m.Account
        adding = asyncio.ensure_future(account.add(1, 0.05))
        await asyncio.sleep(0)
        with pytest.raises(RuntimeError, match="Already mutably borrowed"):
            account.wait(0)
        with pytest.raises(RuntimeError, match="Already mutably borrowed"):
            _ = account.balance
        assert await adding == 6
        waiting = account.wait(10)
        with pytest.raises(RuntimeError, match="Already borrowed"):
            account.add(1, 0)
        waiting.close()
        assert await account.add(1, 0) == 7

    asyncio.run(main())


def test_cancelling_drops_the_future():
    m.dropped()

    async def main():
        task = asyncio.ensure_future(m.forever())
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert m.dropped() == 1
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(m.forever(), 0.01)
        assert m.dropped() == 1

    asyncio.run(main())


def test_a_cancel_handle_gets_the_exception():
    async def main():
        task = asyncio.ensure_future(m.cancellable())
        await asyncio.sleep(0)
        task.cancel("reason")
        result = await task
        assert isinstance(result, asyncio.CancelledError)
        task = asyncio.ensure_future(m.stubborn(0.01))
        await asyncio.sleep(0)
        task.cancel()
        assert await task == (False, False)

    asyncio.run(main())


def test_throw():
    for thrown in [(KeyError("a"),), (KeyError, "a"), (KeyError, KeyError("a")), (KeyError,)]:
        with pytest.raises(KeyError):
            m.forever().throw(*thrown)
    coroutine = m.forever()
    coroutine.close()
    coroutine.close()
    with pytest.raises(RuntimeError, match="cannot reuse"):
        coroutine.send(None)
    cancellable = m.cancellable()
    with pytest.raises(StopIteration) as end:
        cancellable.throw(KeyError("k"))
    assert repr(end.value.value) == "KeyError('k')"
    with pytest.raises(TypeError, match="BaseException"):
        m.forever().throw(1)


def test_asynchronous_iteration():
    async def main():
        return [number async for number in m.Countdown(3)]

    assert asyncio.run(main()) == [2, 1, 0]


def test_awaitables():
    assert run(m.Ready("value")) == "value"
    ready = m.Ready(1)
    assert run(ready) == 1
    with pytest.raises(ValueError, match="awaited twice"):
        run(ready)


def test_asynchronous_context_managers():
    async def main(fail):
        opened = m.Opened()
        async with opened as inside:
            assert inside is opened
            if fail:
                raise ValueError
        return opened.events

    assert asyncio.run(main(False)) == ["enter", "exit"]
    assert asyncio.run(main(True)) == ["enter", "failed"]


def test_a_loop_that_is_closed():
    loop = asyncio.new_event_loop()
    task = loop.create_task(m.sleep(0.05))
    loop.run_until_complete(asyncio.sleep(0))
    task.cancel()
    loop.run_until_complete(asyncio.gather(task, return_exceptions=True))
    loop.close()
    asyncio.run(asyncio.sleep(0.1))
