/* Arguments to C values. Each returns whether it worked, with an exception set if not. */

static inline int as_i64(PyObject *object, long long *value)
{
#ifndef Py_LIMITED_API
    if (PyLong_CheckExact(object) && PyUnstable_Long_IsCompact((PyLongObject *)object)) {
        *value = PyUnstable_Long_CompactValue((PyLongObject *)object);
        return 1;
    }
#endif
    *value = PyLong_AsLongLong(object);
    return *value != -1 || !PyErr_Occurred();
}

static inline PyObject *from_i64(long long value)
{
    return sizeof(long) == sizeof(long long) ? PyLong_FromLong((long)value)
                                             : PyLong_FromLongLong(value);
}

static inline int as_double(PyObject *object, double *value)
{
#ifndef Py_LIMITED_API
    if (PyFloat_CheckExact(object)) {
        *value = PyFloat_AS_DOUBLE(object);
        return 1;
    }
#endif
    *value = PyFloat_AsDouble(object);
    return *value != -1.0 || !PyErr_Occurred();
}

/* A number of things: not negative. */
static inline int as_size(PyObject *object, Py_ssize_t *value)
{
    long long size;
    if (!as_i64(object, &size)) {
        return 0;
    }
    if (size < 0 || size > PY_SSIZE_T_MAX) {
        PyErr_SetString(PyExc_OverflowError, "size out of range");
        return 0;
    }
    *value = (Py_ssize_t)size;
    return 1;
}

static int is_not(const char *wanted, PyObject *object)
{
    PyObject *name = PyType_GetName(Py_TYPE(object));
    if (name != NULL) {
        PyErr_Format(PyExc_TypeError, "argument must be %s, not %U", wanted, name);
        Py_DECREF(name);
    }
    return 0;
}

static inline int as_utf8(PyObject *object, const char **text, Py_ssize_t *length)
{
#ifndef Py_LIMITED_API
    if (PyUnicode_Check(object) && PyUnicode_IS_COMPACT_ASCII(object)) {
        *text = PyUnicode_DATA(object);
        *length = PyUnicode_GET_LENGTH(object);
        return 1;
    }
#endif
    *text = PyUnicode_AsUTF8AndSize(object, length);
    if (*text != NULL) {
        return 1;
    }
    if (!PyUnicode_Check(object)) {
        PyErr_Clear();
        is_not("str", object);
    }
    return 0;
}

static inline int as_bytes(PyObject *object, Py_ssize_t *length)
{
#ifndef Py_LIMITED_API
    if (PyBytes_Check(object)) {
        *length = PyBytes_GET_SIZE(object);
        return 1;
    }
    return is_not("bytes", object);
#else
    char *data;
    if (PyBytes_AsStringAndSize(object, &data, length) == 0) {
        return 1;
    }
    return is_not("bytes", object);
#endif
}

static inline int as_flag(PyObject *object, int *flag)
{
    if (object == Py_True || object == Py_False) {
        *flag = object == Py_True;
        return 1;
    }
    return is_not("bool", object);
}

#ifdef Py_LIMITED_API
#define TUPLE_SIZE PyTuple_Size
#define TUPLE_ITEM PyTuple_GetItem
#else
#define TUPLE_SIZE PyTuple_GET_SIZE
#define TUPLE_ITEM PyTuple_GET_ITEM
#endif

/* A function's parameters: their names interned by `signature_init`. */
typedef struct {
    const char *function;
    Py_ssize_t count;
    Py_ssize_t required;
    const char *texts[6];
    PyObject *names[6];
} Signature;

static int signature_init(Signature *signature)
{
    for (Py_ssize_t i = 0; i < signature->count; i++) {
        signature->names[i] = PyUnicode_InternFromString(signature->texts[i]);
        if (signature->names[i] == NULL) {
            return -1;
        }
    }
    return 0;
}

/* The parameter of this name, or its count. */
static inline Py_ssize_t parameter(const Signature *signature, PyObject *name)
{
    for (Py_ssize_t i = 0; i < signature->count; i++) {
        if (signature->names[i] == name) {
            return i;
        }
    }
    for (Py_ssize_t i = 0; i < signature->count; i++) {
        if (PyUnicode_CompareWithASCIIString(name, signature->texts[i]) == 0) {
            return i;
        }
    }
    return signature->count;
}

/* The arguments in the order of the parameters, borrowed; NULL where one that may is missing. */
static int bind_all(const Signature *signature, PyObject *const *args, Py_ssize_t given,
                    PyObject *keywords, PyObject **bound)
{
    const char *function = signature->function;
    Py_ssize_t count = signature->count;
    if (given > count) {
        PyErr_Format(PyExc_TypeError, "%s() takes at most %zd arguments (%zd given)", function,
                     count, given);
        return 0;
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        bound[i] = i < given ? args[i] : NULL;
    }
    Py_ssize_t named = keywords == NULL ? 0 : TUPLE_SIZE(keywords);
    for (Py_ssize_t k = 0; k < named; k++) {
        PyObject *name = TUPLE_ITEM(keywords, k);
        Py_ssize_t i = parameter(signature, name);
        if (i == count) {
            PyErr_Format(PyExc_TypeError, "%s() got an unexpected keyword argument '%U'", function,
                         name);
            return 0;
        }
        if (bound[i] != NULL) {
            PyErr_Format(PyExc_TypeError, "%s() got multiple values for argument '%U'", function,
                         name);
            return 0;
        }
        bound[i] = args[given + k];
    }
    for (Py_ssize_t i = 0; i < signature->required; i++) {
        if (bound[i] == NULL) {
            PyErr_Format(PyExc_TypeError, "%s() missing required argument '%s' (pos %zd)", function,
                         signature->texts[i], i + 1);
            return 0;
        }
    }
    return 1;
}

/* As above for a call that gives every argument, each once, by names that are interned: the usual
 * one. Returns whether it is. */
static inline int bind_usual(const Signature *signature, Py_ssize_t count, PyObject *const *args,
                             Py_ssize_t given, PyObject *keywords, PyObject **bound)
{
    if (given + TUPLE_SIZE(keywords) != count) {
        return 0;
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        bound[i] = i < given ? args[i] : NULL;
    }
    for (Py_ssize_t k = given; k < count; k++) {
        PyObject *name = TUPLE_ITEM(keywords, k - given);
        Py_ssize_t i = given;
        while (i < count && signature->names[i] != name) {
            i++;
        }
        if (i == count || bound[i] != NULL) {
            return 0;
        }
        bound[i] = args[k];
    }
    return 1;
}

/* `args` itself if the call is exactly positional, else `room` after binding; NULL on failure. The
 * compiler makes a copy for each function, in which `count` is known. */
static inline PyObject *const *bind(const Signature *signature, Py_ssize_t count,
                                    PyObject *const *args, Py_ssize_t given, PyObject *keywords,
                                    PyObject **room)
{
    if (keywords == NULL && given == count) {
        return args;
    }
    if (keywords != NULL && bind_usual(signature, count, args, given, keywords, room)) {
        return room;
    }
    return bind_all(signature, args, given, keywords, room) ? room : NULL;
}
