# cython: language_level=3
# cython: boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
# cython: auto_pickle=False
# distutils: language = c++
"""The bench's operations in Cython: everything typed, containers walked by their exact type.

`vector[double] v` as an argument would do for a list and a tuple alike, but through the iterator
protocol and without reserving. Indices are faster than `for number in v`, which owns each item.
Methods are plain C functions, which the interpreter calls more directly than Cython's own kind; for
functions there is no difference.
"""

cimport cython
from cpython.bytes cimport PyBytes_FromStringAndSize
from cpython.datetime cimport (
    datetime, datetime_day, datetime_microsecond, datetime_month, datetime_new, datetime_year,
    import_datetime,
)
from cpython.unicode cimport PyUnicode_AsUTF8AndSize, PyUnicode_FromStringAndSize
from libc.math cimport sqrt
from libc.stdint cimport int64_t, uint32_t
from libc.stdlib cimport calloc
from libcpp.pair cimport pair
from libcpp.string cimport string, to_string
from libcpp.unordered_map cimport unordered_map
from libcpp.vector cimport vector

import_datetime()


def noop():
    pass


def inc(int64_t i, /):
    return i + 1


def add(int64_t a, int64_t b):
    return a + b


def add_default(int64_t a, int64_t b=3):
    return a + b


cdef inline Py_ssize_t utf8_len(str s) except -1:
    cdef Py_ssize_t size
    PyUnicode_AsUTF8AndSize(s, &size)
    return size


def six(int64_t i, double f, str s not None, bint flag, bytes data not None, other):
    return i + f + utf8_len(s) + flag + len(data) + (0 if other is None else 1)


def strlen(str s not None, /):
    return utf8_len(s)


cdef double sum_doubles(vector[double] &numbers):
    cdef double total = 0
    for number in numbers:
        total += number
    return total


def sum_list(list v not None, /):
    cdef vector[double] numbers
    cdef Py_ssize_t i = 0
    numbers.reserve(len(v))
    while i < len(v):
        numbers.push_back(<double>v[i])
        i += 1
    return sum_doubles(numbers)


def sum_tuple(tuple v not None, /):
    cdef vector[double] numbers
    cdef Py_ssize_t i = 0
    numbers.reserve(len(v))
    while i < len(v):
        numbers.push_back(<double>v[i])
        i += 1
    return sum_doubles(numbers)


def sum_ints(list v not None, /):
    cdef vector[int64_t] numbers
    cdef Py_ssize_t i = 0
    cdef int64_t number, total = 0
    numbers.reserve(len(v))
    while i < len(v):
        numbers.push_back(<int64_t>v[i])
        i += 1
    for number in numbers:
        total += number
    return total


def sum_nested(list v not None, /):
    cdef vector[pair[double, double]] pairs
    cdef pair[double, double] both
    cdef Py_ssize_t i = 0
    cdef double total = 0
    cdef tuple item
    pairs.reserve(len(v))
    while i < len(v):
        item = v[i]
        if item is None or len(item) != 2:
            raise TypeError("expected pairs")
        both.first, both.second = item[0], item[1]
        pairs.push_back(both)
        i += 1
    for both in pairs:
        total += both.first + both.second
    return total


def pick(x, /):
    if isinstance(x, int):
        return <int64_t>x + 1
    if isinstance(x, str):
        return len((<str>x))
    return <double>x * 2.0


cdef vector[double] halves(size_t n):
    cdef vector[double] numbers = vector[double](n)
    cdef Py_ssize_t i
    for i in range(<Py_ssize_t>n):
        numbers[i] = 0.5 * i
    return numbers


def make_list(size_t n, /):
    return halves(n)


def make_tuple(size_t n, /):
    return tuple([number for number in halves(n)])


# The pairs are made at the first call and kept, as every engine does.
cdef vector[pair[string, int64_t]] kept


def make_dict(size_t n, /):
    cdef dict made = {}
    cdef size_t i
    for i in range(kept.size(), n):
        kept.push_back(pair[string, int64_t](b"key" + to_string(<int64_t>i), i))
    for i in range(n):
        made[PyUnicode_FromStringAndSize(kept[i].first.data(), kept[i].first.size())] = kept[i].second
    return made


def sum_dict(dict d not None, /):
    cdef unordered_map[string, int64_t] owned
    cdef Py_ssize_t size
    cdef const char *text
    cdef int64_t value, total = 0
    owned.reserve(len(d))
    for key, value in d.items():
        text = PyUnicode_AsUTF8AndSize(key, &size)
        owned[string(text, size)] = value
    for entry in owned:
        total += entry.second
    return total


def sum_pairs(dict d not None, /):
    cdef Py_ssize_t size
    cdef int64_t value, total = 0
    for key, value in d.items():
        PyUnicode_AsUTF8AndSize(key, &size)
        total += size + value
    return total


def bytes_len(bytes b not None, /):
    return len(b)


cdef size_t ZEROS = 1 << 16
cdef char *zeros = <char *>calloc(ZEROS, 1)


def make_bytes(size_t n, /):
    if n > ZEROS:
        raise ValueError("at most 65536 bytes")
    return PyBytes_FromStringAndSize(zeros, n)


cdef const char *GREETING = b"hello, world \xe2\x9c\x93"


def make_str():
    return PyUnicode_FromStringAndSize(GREETING, 16)


@cython.freelist(128)
cdef class Point:
    cdef public double x, y

    def __init__(self, double x, double y):
        self.x = x
        self.y = y

    cdef inline double length(self) noexcept:
        return sqrt(self.x * self.x + self.y * self.y)

    @cython.binding(False)
    def norm(self):
        return self.length()

    @cython.binding(False)
    def scaled(self, double factor, /):
        return self.length() * factor

    @cython.binding(False)
    def shift(self, double dx, /):
        self.x += dx

    def __add__(self, Point other not None):
        cdef Point made = Point.__new__(Point)
        made.x = self.x + other.x
        made.y = self.y + other.y
        return made


def dist(Point p not None, Point q not None):
    cdef double dx = p.x - q.x, dy = p.y - q.y
    return sqrt(dx * dx + dy * dy)


def opt_x(Point p, /):
    # A C value first, as in all engines: a constant would be returned without being made.
    cdef double x = 0.0
    if p is not None:
        x = p.x
    return x


def call_int(f, int64_t n):
    cdef int64_t i, total = 0
    for i in range(n):
        total += <int64_t>f(i)
    return total


def call_kw(f, int64_t n):
    cdef int64_t i, total = 0
    for i in range(n):
        total += <int64_t>f(i, scale=2)
    return total


cdef class Meters:
    cdef double value

    def __init__(self, double value):
        self.value = value


def half(m, /):
    if isinstance(m, Meters):
        return (<Meters>m).value / 2.0
    return <double>m / 2.0


cdef class Step:
    cpdef int64_t next(self, int64_t i) except? -1:
        return i + 2


def run_step(Step step not None, int64_t n):
    cdef int64_t i, total = 0
    for i in range(n):
        total += step.next(i)
    return total


cdef class Range:
    cdef size_t next, end

    def __init__(self, size_t n):
        self.next = 0
        self.end = n

    def __iter__(self):
        return self

    def __next__(self):
        if self.next == self.end:
            raise StopIteration
        self.next += 1
        return self.next - 1


def raise_error():
    raise ValueError("bad value")


def date_in(datetime d not None, /):
    return (
        <int64_t>datetime_year(d) * 10000 + datetime_month(d) * 100 + datetime_day(d)
        + datetime_microsecond(d)
    )


def date_out(uint32_t us, /):
    return datetime_new(2024, 2, 29, 12, 30, 15, us, None)
