// The bench's operations in nanobind: its own casters wherever it has one, its iterators, builders and
// operators where a caster would do more work than is asked for. Arguments are named only where the bench
// passes them by keyword or they have a default: nanobind's dispatcher for unnamed ones is the faster.

#include <nanobind/make_iterator.h>
#include <nanobind/nanobind.h>
#include <nanobind/operators.h>
#include <nanobind/stl/chrono.h>
#include <nanobind/stl/detail/nb_dict.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/string_view.h>
#include <nanobind/stl/vector.h>
#include <nanobind/trampoline.h>
#include <tsl/robin_map.h>

#include <cmath>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nb = nanobind;
using namespace nb::literals;

// The map that nanobind itself uses, with nanobind's caster for maps: a fifth faster here than `std::unordered_map`.
using Map = tsl::robin_map<std::string, int64_t>;
template <> struct nb::detail::type_caster<Map> : nb::detail::dict_caster<Map, std::string, int64_t> {};

namespace {

struct Point {
    double x, y;

    Point(double x, double y) : x(x), y(y) {}
    double norm() const { return std::sqrt(x * x + y * y); }
    double scaled(double factor) const { return norm() * factor; }
    void shift(double dx) { x += dx; }
    Point operator+(const Point &other) const { return {x + other.x, y + other.y}; }
};

double dist(const Point &p, const Point &q) {
    const double dx = p.x - q.x, dy = p.y - q.y;
    return std::sqrt(dx * dx + dy * dy);
}

struct Meters {
    double value;

    explicit Meters(double value) : value(value) {}
};

struct Step {
    virtual ~Step() = default;
    virtual int64_t next(int64_t i) { return i + 2; }
};

struct PyStep : Step {
    NB_TRAMPOLINE(Step, 1);

    int64_t next(int64_t i) override { NB_OVERRIDE(next, i); }
};

struct Range {
    size_t next = 0, end;

    explicit Range(size_t end) : end(end) {}
};

// What nanobind's own iterators return: the end is told without a C++ exception.
nb::detail::iter_result<size_t> step(Range &range) {
    if (range.next == range.end)
        return {};
    return {range.next++};
}

template <typename Item> Item sum(const std::vector<Item> &items) {
    Item total = 0;
    for (Item item : items)
        total += item;
    return total;
}

std::vector<double> halves(size_t n) {
    std::vector<double> numbers(n);
    for (size_t i = 0; i < n; ++i)
        numbers[i] = 0.5 * (double) i;
    return numbers;
}

nb::tuple make_tuple(size_t n) {
    nb::builder<nb::tuple> items(n);
    for (double number : halves(n))
        items.put(number);
    return items.commit();
}

// The pairs are made at the first call and kept, as every engine does.
nb::dict make_dict(size_t n) {
    static std::vector<std::pair<std::string, int64_t>> pairs;
    for (size_t i = pairs.size(); i < n; ++i)
        pairs.emplace_back("key" + std::to_string(i), (int64_t) i);
    nb::dict dict;
    for (size_t i = 0; i < n; ++i)
        dict[nb::str(pairs[i].first.data(), pairs[i].first.size())] = pairs[i].second;
    return dict;
}

int64_t sum_dict(const Map &map) {
    int64_t total = 0;
    for (const auto &entry : map)
        total += entry.second;
    return total;
}

int64_t sum_pairs(nb::dict dict) {
    int64_t total = 0;
    for (auto [key, value] : dict)
        total += (int64_t) nb::cast<std::string_view>(key).size() + nb::cast<int64_t>(value);
    return total;
}

nb::bytes make_bytes(size_t n) {
    static const std::unique_ptr<char[]> zeros(new char[1 << 16]());
    if (n > 1 << 16)
        throw nb::value_error("at most 65536 bytes");
    return nb::bytes(zeros.get(), n);
}

int64_t date_in(nb::handle datetime) {
    int year, month, day, hour, minute, second, microsecond;
    const int known = nb::detail::unpack_datetime(datetime.ptr(), &year, &month, &day, &hour, &minute,
                                                  &second, &microsecond);
    if (known < 0)
        throw nb::python_error();
    if (known == 0)
        throw nb::next_overload();
    return (int64_t) year * 10000 + month * 100 + day + microsecond;
}

nb::object date_out(uint32_t microsecond) {
    PyObject *made = nb::detail::pack_datetime(2024, 2, 29, 12, 30, 15, (int) microsecond);
    if (!made)
        throw nb::python_error();
    return nb::steal(made);
}

} // namespace

NB_MODULE(peer, m) {
    m.def("noop", [] {});
    m.def("inc", [](int64_t i) { return i + 1; });
    m.def("add", [](int64_t a, int64_t b) { return a + b; }, "a"_a, "b"_a);
    m.def("add_default", [](int64_t a, int64_t b) { return a + b; }, "a"_a, "b"_a = 3);
    m.def("six", [](int64_t i, double f, std::string_view s, bool flag, nb::bytes data, nb::handle other) {
        return (double) i + f + (double) s.size() + (double) flag + (double) data.size() +
               (other.is_none() ? 0.0 : 1.0);
    }, "i"_a, "f"_a, "s"_a, "flag"_a, "data"_a, "other"_a.none());
    m.def("pick", [](int64_t i) { return i + 1; });
    m.def("pick", [](std::string_view s) { return s.size(); });
    m.def("pick", [](double f) { return f * 2.0; });
    m.def("strlen", [](std::string_view s) { return s.size(); });

    m.def("sum_list", &sum<double>);
    m.def("sum_tuple", &sum<double>);
    m.def("sum_ints", &sum<int64_t>);
    m.def("sum_nested", [](const std::vector<std::pair<double, double>> &pairs) {
        double total = 0;
        for (const auto &[a, b] : pairs)
            total += a + b;
        return total;
    });
    m.def("make_list", &halves);
    m.def("make_tuple", &make_tuple);
    m.def("make_dict", &make_dict);
    m.def("sum_dict", &sum_dict);
    m.def("sum_pairs", &sum_pairs);
    m.def("bytes_len", [](nb::bytes b) { return b.size(); });
    m.def("make_bytes", &make_bytes);
    m.def("make_str", [] { return std::string_view("hello, world \u2713"); });

    nb::class_<Point>(m, "Point", nb::pooled())
        .def(nb::init<double, double>())
        .def_rw("x", &Point::x)
        .def_rw("y", &Point::y)
        .def("norm", &Point::norm)
        .def("scaled", &Point::scaled)
        .def("shift", &Point::shift)
        .def(nb::self + nb::self);
    m.def("dist", &dist);
    m.def("opt_x", [](const Point *p) { return p ? p->x : 0.0; }, nb::arg().none());

    m.def("call_int", [](nb::callable f, int64_t n) {
        int64_t total = 0;
        for (int64_t i = 0; i < n; ++i)
            total += nb::cast<int64_t>(f(i));
        return total;
    });
    m.def("call_kw", [](nb::callable f, int64_t n) {
        int64_t total = 0;
        for (int64_t i = 0; i < n; ++i)
            total += nb::cast<int64_t>(f(i, "scale"_a = 2));
        return total;
    });
    nb::class_<Meters>(m, "Meters", nb::pooled()).def(nb::init_implicit<double>());
    m.def("half", [](const Meters &m) { return m.value / 2.0; });
    nb::class_<Step, PyStep>(m, "Step").def(nb::init<>()).def("next", &Step::next);
    m.def("run_step", [](Step &step, int64_t n) {
        int64_t total = 0;
        for (int64_t i = 0; i < n; ++i)
            total += step.next(i);
        return total;
    });
    nb::class_<Range>(m, "Range")
        .def(nb::init<size_t>())
        .def("__iter__", [](nb::handle range) { return range; })
        .def("__next__", &step);
    m.def("raise_error", [] { throw nb::value_error("bad value"); });

    m.def("date_in", &date_in);
    m.def("date_out", &date_out);
}
