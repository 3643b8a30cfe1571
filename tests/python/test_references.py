"""Reference counts of what a call only borrows: classes, functions, modules, exception types.

`check` sees objects that are left behind; one reference too many to an object that lives anyway
shows only in that object's own count.
"""

import sys

import pytest
from everbind_tests import (
    attach,
    class_attributes,
    class_basics,
    class_containers,
    class_enums,
    class_inherit,
    class_numbers,
    collections,
    errors,
    exceptions,
    function_errors,
    functions,
    interned,
    modules,
    object_any,
    object_lists,
    object_rest,
    panics,
)

COUNTS = 1000


class Sub(class_inherit.Base):
    pass


class Meta(type):
    pass


def fails(*_):
    raise KeyError("k")


ROWS = [
    (functions, "add(1, 2)", "add"),
    (functions, "add(1, b=2)", "add"),
    (functions, "add()", "add"),
    (functions, "module_and_more()", "module_and_more"),
    (functions, "everything(1, 2, name='n', other=3)", "everything"),
    (modules, "own_name()", "own_name"),
    (modules, "owned_module(1)", "owned_module"),
    (modules, "Outside(1).value", "Outside"),
    (modules, "double_again(1)", "double_again"),
    (function_errors, "one('x')", "one"),
    (function_errors, "keywords(width=1, hieght=2)", "keywords"),
    (class_basics, "Counter(1)", "Counter"),
    (class_basics, "Counter(1, step=2).advance(times=2)", "Counter"),
    (class_basics, "Counter(step=0)", "Counter"),
    (class_basics, "Counter(1, 2, 3)", "Counter"),
    (class_basics, "make(1), make_bound(2), make_by_value(3)", "Counter"),
    (class_basics, "read(Counter(1)), write(Counter(1), 2), read('x')", "Counter"),
    (class_basics, "Counter.from_text('5'), Counter.class_name()", "Counter"),
    (class_basics, "change_copy(Copied('x'))", "Copied"),
    (class_basics, "class_of(), is_counter(5)", "Counter"),
    (class_attributes, "Fields().values, Fields().number, Fields().CONSTANT", "Fields"),
    (class_attributes, "setattr(Fields(), 'number', 'x')", "Fields"),
    (class_attributes, "Fields().failing", "Fields"),
    (class_inherit, "Leaf(1.0).all(), Leaf(1.0).describe()", "Leaf"),
    (class_inherit, "Leaf(1.0).all(), Leaf(1.0).describe()", "Base"),
    (class_inherit, "Sub(1).describe(), casts(Sub(2)), describe(Sub(3))", "Sub"),
    (class_inherit, "raise_custom(1)", "CustomError"),
    (class_inherit, "CountingDict().look_up('x')", "CountingDict"),
    (class_containers, "list(CountDown(3)), list(CountDown(14))", "CountDown"),
    (class_containers, "Items([1])[0], Items([1]) + Items([2]), Items([1]) + 5", "Items"),
    (class_numbers, "Num(1) + Num(2), Num(1) + 1", "Num"),
    (class_enums, "Colour.Red, Colour.Red == 5, Colour.Red.next()", "Colour"),
    (class_enums, "Shape.Circle(1.0).area(), area_of(Shape.Pair(1, 'x'))", "Shape"),
    (collections, "vec_i64([1, 'x']), vec_any([None]), hash_map({'a': 1})", "vec_i64"),
    (errors, "from_type(KeyError), raise_again(fails), describe(fails)", "fails"),
    (exceptions, "raise_own('plain')", "Plain"),
    (exceptions, "raise_own('derived')", "Documented"),
    (interned, "imported(), call_imported(1, 2)", "imported"),
    (object_any, "call(fails), unary(fails, 'repr'), casts(fails), cast_error(fails)", "fails"),
    (object_any, "unary(Meta, 'get_type'), unary(Sub, 'is_instance', Meta)", "Meta"),
    (object_lists, "list([fails], 'get_item', 0), drain([fails])", "fails"),
    (object_rest, "adder(1)(2), adder(1)(-1)", "adder"),
    (object_rest, "type_names(Sub), type_relations(Sub)", "Sub"),
    (panics, "Panicky()", "Panicky"),
    (attach, "nested(3), once()", "once"),
]


@pytest.mark.parametrize(
    ("module", "text", "watched"), ROWS, ids=[f"{row[1]}-{row[2]}"[:60] for row in ROWS]
)
def test_counts_are_what_they_were(module, text, watched):
    scope = {"Sub": Sub, "Meta": Meta, "fails": fails, **vars(module)}
    codes = [compile(part, "<row>", "eval") for part in _parts(text)]
    target = scope[watched]

    def run():
        for code in codes:
            for _ in range(COUNTS):
                try:
                    eval(code, scope)
                except Exception as error:
                    error.__traceback__ = None

    run()
    before = [sys.getrefcount(each) for each in (target, module, type(target))]
    run()
    after = [sys.getrefcount(each) for each in (target, module, type(target))]
    for name, was, now in zip((watched, "its module", "its type"), before, after, strict=True):
        assert abs(now - was) < COUNTS // 2, f"{name}: {was} references before, {now} after"


def _parts(text):
    """The single expressions of a tuple, so that one that raises does not hide the next."""
    import ast

    body = ast.parse(text, mode="eval").body
    return [ast.unparse(part) for part in body.elts] if isinstance(body, ast.Tuple) else [text]
