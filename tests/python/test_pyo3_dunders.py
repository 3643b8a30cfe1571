"""Every special method that is not a number's: one test each, named as the method."""

import asyncio
import gc
import operator
import weakref

import pytest
from everbind_pyo3 import dunders as m
from support import Raises, check


def test_str():
    check(m, [("str(Text(5)), f'{Text(5)!s}'", ("text 5", "text 5"))])


def test_repr():
    check(m, [("repr(Text(5)), [Text(5)].__repr__()", ("Text(5)", "[Text(5)]"))])


def test_format():
    check(m, [("f'{Text(5)}', format(Text(5), 'x')", (":5", "x:5"))])


def test_bytes():
    check(m, [("bytes(Text(5))", b"\x01\x02")])


def test_hash():
    check(m, [("hash(Text(5)), hash(Text(-1))", (5, -2)), ("{Text(5): 1}.__len__()", 1)])


def test_bool():
    check(m, [("bool(Text(0)), not Text(1)", (False, False))])


def test_richcmp():
    check(
        m,
        [
            ("RichCompare(1) == 1, RichCompare(1) != 1, RichCompare(1) < 2", (True, False, True)),
            ("RichCompare(1) <= 0, RichCompare(1) > 0, RichCompare(1) >= 2", (False, True, False)),
            ("2 > RichCompare(1), 1 == RichCompare(1)", (True, True)),
            ("RichCompare(1) == 'x', RichCompare(1) != 'x'", (False, True)),
            ("RichCompare(1) < 'x'", Raises(TypeError, "not supported")),
        ],
    )


@pytest.mark.parametrize("name", ["lt", "le", "eq", "ne", "gt", "ge"])
def test_compare(name):
    call = f"operator.{name}(Compare({{}}), Compare({{}}))"
    rows = [(call.format(a, b), getattr(operator, name)(a, b)) for a in range(3) for b in range(3)]
    check(m, rows, operator=operator)
    refused = name not in ("eq", "ne")
    outcome = Raises(TypeError, "not supported") if refused else name == "ne"
    check(m, [(f"operator.{name}(Compare(1), 'x')", outcome)], operator=operator)


def test_getattr():
    check(
        m,
        [
            ("Attributes(['a']).a", "value of a"),
            ("Attributes([]).b", Raises(AttributeError, "b")),
            ("hasattr(Attributes([]), 'b'), getattr(Attributes([]), 'b', 1)", (False, 1)),
        ],
    )


def test_setattr():
    check(m, [("(a := Attributes([]), setattr(a, 'x', 1), a.x)[2]", "value of x")])


def test_delattr():
    check(m, [("(a := Attributes(['x']), delattr(a, 'x'), hasattr(a, 'x'))[2]", False)])


def test_dir():
    check(m, [("dir(Attributes(['b', 'a']))", ["a", "b"])])


def test_getattribute():
    check(
        m,
        [
            ("AllAttributes('here').here, AllAttributes('a').there", ("here", "in place of there")),
            ("AllAttributes('x').__class__", "in place of __class__"),
        ],
    )


def test_call():
    check(
        m,
        [
            ("Callable()(), Callable()(1, 2, a=3)", (0, 3)),
            ("callable(Callable()), callable(Text(1))", (True, False)),
        ],
    )


def test_init():
    class Derived(m.Init):
        def __init__(self, given):
            super().__init__(given + 1)

    check(
        m,
        [
            ("Init(5).given, Derived(5).given", (5, 6)),
            ("Init.__new__(Init).given", None),
            ("Init('x')", Raises(TypeError)),
        ],
        Derived=Derived,
    )
    assert m.Init.__new__(m.Init, 1).given is None


def test_init_subclass():
    class Plain(m.Told):
        pass

    class Noted(m.Told, note="noted"):
        pass

    assert (Plain.note, Noted.note, hasattr(m.Told, "note")) == ("none", "noted", False)
    with pytest.raises(TypeError, match="unknown"):
        type("Wrong", (m.Told,), {}, unknown=1)


def test_len():
    check(m, [("len(Container([1, 2]))", 2)])


def test_getitem():
    check(
        m,
        [
            ("Container([1, 2])[1]", 2),
            ("Container([1, 2])[2]", Raises(IndexError, "too far")),
            ("Container([1, 2])['x']", Raises(TypeError)),
        ],
    )


def test_setitem():
    check(
        m,
        [
            ("(c := Container([1]), operator.setitem(c, 0, 5), c[0])[2]", 5),
            ("operator.setitem(Container([]), 0, 5)", Raises(IndexError, "too far")),
        ],
        operator=operator,
    )


def test_delitem():
    check(
        m,
        [
            ("(c := Container([1]), operator.delitem(c, 0), len(c))[2]", 0),
            ("operator.delitem(Container([]), 0)", Raises(KeyError, "0")),
        ],
        operator=operator,
    )


def test_contains():
    check(
        m,
        [
            ("1 in Container([1]), 2 in Container([1])", (True, False)),
            ("'x' in Container([1])", Raises(TypeError)),
        ],
    )


def test_iter():
    check(m, [("list(Container([1, 2])), [*Rest([3])]", ([1, 2], [3]))])


def test_next():
    check(
        m,
        [
            ("next(Rest([1])), next(Rest([]), 'end')", (1, "end")),
            ("next(Rest([]))", Raises(StopIteration)),
        ],
    )


def test_reversed():
    check(m, [("list(reversed(Container([1, 2])))", [2, 1])])


def test_length_hint():
    check(m, [("operator.length_hint(Rest([1, 2, 3]))", 3)], operator=operator)


def test_concat():
    check(
        m,
        [
            ("Concat('a') + 'b'", "ab"),
            ("operator.concat(Concat('a'), 'b')", "ab"),
            ("Concat('a') + 5", Raises(TypeError)),
        ],
        operator=operator,
    )


def test_repeat():
    check(
        m,
        [("Concat('ab') * 2, 2 * Concat('ab')", ("abab", "abab"))],
    )


def test_inplace_concat():
    check(
        m,
        [("(c := Concat('a'), operator.iconcat(c, 'b') is c, c.text())[1:]", (True, "ab"))],
        operator=operator,
    )


def test_inplace_repeat():
    check(
        m,
        [("(c := Concat('a'), operator.imul(c, 3) is c, c.text())[1:]", (True, "aaa"))],
        operator=operator,
    )


def test_await():
    async def give():
        return 5

    async def use():
        return await m.Awaited(give())

    assert asyncio.run(use()) == 5


class Steps:
    def __init__(self):
        self.left = 3

    def step(self):
        self.left -= 1

        async def give(left=self.left):
            if left < 0:
                raise StopAsyncIteration
            return left

        return give()


def test_aiter_anext():
    async def use():
        return [each async for each in m.Awaited(Steps())]

    assert asyncio.run(use()) == [2, 1, 0]


def test_enter_exit():
    with m.Context([]) as context:
        pass
    assert context.log == ["enter", "done"]
    with m.Context([]) as context:
        raise KeyError("swallowed")
    assert context.log == ["enter", "failed"]


def test_get_set_delete():
    class Owner:
        d = m.Descriptor(5)

    owner = Owner()
    assert owner.d == (5, False, False)
    assert Owner.d == (5, True, False)
    owner.d = 6
    assert owner.d[0] == 6
    del owner.d
    assert owner.d[0] == -1
    with pytest.raises(TypeError):
        owner.d = "x"


def test_traverse_clear():
    thing = m.Collected()
    thing.object = [thing]
    reference = weakref.ref(thing)
    assert gc.is_tracked(thing)
    del thing
    gc.collect()
    assert reference() is None


def test_getbuffer_releasebuffer():
    released = []
    buffer = m.Buffer([1, 2, 3], released)
    with memoryview(buffer) as view:
        assert (bytes(view), view.readonly, view.nbytes) == (b"\x01\x02\x03", True, 3)
        assert released == []
    assert released == [3]
    with pytest.raises(BufferError):
        memoryview(buffer).cast("B")[0:1].toreadonly().obj.__buffer__(1)
