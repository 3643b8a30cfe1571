/* Functions of a datetime. The limited API has none of datetime's C interface: there it is a class
 * like any other. */

#ifndef Py_LIMITED_API

#include <datetime.h>

static int dates_init(void)
{
    PyDateTime_IMPORT;
    return PyDateTimeAPI == NULL;
}

static PyObject *date_in(PyObject *module, PyObject *d)
{
    (void)module;
    if (!PyDateTime_Check(d)) {
        is_not("datetime", d);
        return NULL;
    }
    return PyLong_FromLong(PyDateTime_GET_YEAR(d) * 10000 + PyDateTime_GET_MONTH(d) * 100
                           + PyDateTime_GET_DAY(d) + PyDateTime_DATE_GET_MICROSECOND(d));
}

static PyObject *date_out(PyObject *module, PyObject *us)
{
    (void)module;
    Py_ssize_t microsecond;
    if (!as_size(us, &microsecond)) {
        return NULL;
    }
    if (microsecond >= 1000000) {
        PyErr_SetString(PyExc_ValueError, "microsecond must be in 0..999999");
        return NULL;
    }
    return PyDateTimeAPI->DateTime_FromDateAndTime(2024, 2, 29, 12, 30, 15, (int)microsecond,
                                                   Py_None, PyDateTimeAPI->DateTimeType);
}

#else

enum { YEAR, MONTH, DAY, MICROSECOND, FIELDS };
static PyObject *datetime_type, *field_names[FIELDS];

static int dates_init(void)
{
    static const char *const texts[FIELDS] = {"year", "month", "day", "microsecond"};
    for (int i = 0; i < FIELDS; i++) {
        field_names[i] = PyUnicode_InternFromString(texts[i]);
        if (field_names[i] == NULL) {
            return -1;
        }
    }
    PyObject *module = PyImport_ImportModule("datetime");
    datetime_type = module == NULL ? NULL : PyObject_GetAttrString(module, "datetime");
    Py_XDECREF(module);
    return datetime_type == NULL;
}

static PyObject *date_in(PyObject *module, PyObject *d)
{
    (void)module;
    static const long weights[FIELDS] = {10000, 100, 1, 1};
    if (!PyObject_TypeCheck(d, (PyTypeObject *)datetime_type)) {
        is_not("datetime", d);
        return NULL;
    }
    long sum = 0;
    for (int i = 0; i < FIELDS; i++) {
        PyObject *field = PyObject_GetAttr(d, field_names[i]);
        long value = field == NULL ? -1 : PyLong_AsLong(field);
        Py_XDECREF(field);
        if (value == -1 && PyErr_Occurred()) {
            return NULL;
        }
        sum += weights[i] * value;
    }
    return PyLong_FromLong(sum);
}

static PyObject *date_out(PyObject *module, PyObject *us)
{
    (void)module;
    static const long fields[6] = {2024, 2, 29, 12, 30, 15};
    PyObject *stack[8] = {NULL};
    PyObject *result = NULL;
    int count = 1;
    for (; count < 7; count++) {
        stack[count] = PyLong_FromLong(fields[count - 1]);
        if (stack[count] == NULL) {
            break;
        }
    }
    if (count == 7) {
        stack[7] = us;
        result = PyObject_Vectorcall(datetime_type, stack + 1, 7 | PY_VECTORCALL_ARGUMENTS_OFFSET,
                                     NULL);
    }
    while (--count > 0) {
        Py_DECREF(stack[count]);
    }
    return result;
}

#endif
