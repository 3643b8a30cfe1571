/* Functions of single values, and calls of Python functions. */

static Signature add_signature = {"add", 2, 2, {"a", "b"}, {NULL}};
static Signature default_signature = {"add_default", 2, 1, {"a", "b"}, {NULL}};
static Signature six_signature = {
    "six", 6, 6, {"i", "f", "s", "flag", "data", "other"}, {NULL}};

/* The keyword and its value in `f(i, scale=2)`. */
static PyObject *scale_names, *scale_value;

static int calls_init(void)
{
    if (signature_init(&add_signature) || signature_init(&default_signature)
        || signature_init(&six_signature)) {
        return -1;
    }
    PyObject *scale = PyUnicode_InternFromString("scale");
    scale_names = scale == NULL ? NULL : PyTuple_Pack(1, scale);
    Py_XDECREF(scale);
    scale_value = PyLong_FromLong(2);
    return scale_names == NULL || scale_value == NULL ? -1 : 0;
}

static int too_many(const char *function, Py_ssize_t wanted, Py_ssize_t given)
{
    PyErr_Format(PyExc_TypeError, "%s() takes exactly %zd arguments (%zd given)", function, wanted,
                 given);
    return 0;
}

static PyObject *noop(PyObject *module, PyObject *const *args, Py_ssize_t given)
{
    (void)module, (void)args;
    if (given != 0 && !too_many("noop", 0, given)) {
        return NULL;
    }
    Py_RETURN_NONE;
}

static PyObject *inc(PyObject *module, PyObject *i)
{
    (void)module;
    long long value;
    return as_i64(i, &value) ? from_i64(value + 1) : NULL;
}

static PyObject *add(PyObject *module, PyObject *const *args, Py_ssize_t given, PyObject *keywords)
{
    (void)module;
    PyObject *room[2];
    long long a, b;
    args = bind(&add_signature, 2, args, given, keywords, room);
    if (args == NULL || !as_i64(args[0], &a) || !as_i64(args[1], &b)) {
        return NULL;
    }
    return from_i64(a + b);
}

static PyObject *add_default(PyObject *module, PyObject *const *args, Py_ssize_t given,
                             PyObject *keywords)
{
    (void)module;
    PyObject *room[2];
    long long a, b = 3;
    if (keywords == NULL && given == 1) {
        return as_i64(args[0], &a) ? from_i64(a + b) : NULL;
    }
    args = bind(&default_signature, 2, args, given, keywords, room);
    if (args == NULL || !as_i64(args[0], &a) || (args[1] != NULL && !as_i64(args[1], &b))) {
        return NULL;
    }
    return from_i64(a + b);
}

static PyObject *six(PyObject *module, PyObject *const *args, Py_ssize_t given, PyObject *keywords)
{
    (void)module;
    PyObject *room[6];
    long long i;
    double f;
    const char *text;
    Py_ssize_t length, size;
    int flag;
    args = bind(&six_signature, 6, args, given, keywords, room);
    if (args == NULL || !as_i64(args[0], &i) || !as_double(args[1], &f)
        || !as_utf8(args[2], &text, &length) || !as_flag(args[3], &flag)
        || !as_bytes(args[4], &size)) {
        return NULL;
    }
    Py_ssize_t lengths = length + size + flag + (args[5] != Py_None);
    return PyFloat_FromDouble((double)i + f + (double)lengths);
}

/* A function of an int, one of a text and one of a float, by the type of the argument. */
static PyObject *pick(PyObject *module, PyObject *x)
{
    (void)module;
    long long i;
    const char *text;
    Py_ssize_t length;
    double f;
    if (PyLong_Check(x)) {
        return as_i64(x, &i) ? from_i64(i + 1) : NULL;
    }
    if (PyUnicode_Check(x)) {
        return as_utf8(x, &text, &length) ? PyLong_FromSsize_t(length) : NULL;
    }
    return as_double(x, &f) ? PyFloat_FromDouble(f * 2.0) : NULL;
}

static PyObject *str_len(PyObject *module, PyObject *s)
{
    (void)module;
    const char *text;
    Py_ssize_t length;
    return as_utf8(s, &text, &length) ? PyLong_FromSsize_t(length) : NULL;
}

static PyObject *raise_error(PyObject *module, PyObject *const *args, Py_ssize_t given)
{
    (void)module, (void)args;
    if (given == 0 || too_many("raise_error", 0, given)) {
        PyErr_SetString(PyExc_ValueError, "bad value");
    }
    return NULL;
}

/* The sum of `f(i)`, with `keywords` and their value if there are any. */
static PyObject *call_each(PyObject *f, PyObject *count, PyObject *keywords)
{
    long long n, sum = 0, value;
    if (!as_i64(count, &n)) {
        return NULL;
    }
    for (long long i = 0; i < n; i++) {
        PyObject *item = from_i64(i);
        if (item == NULL) {
            return NULL;
        }
        PyObject *stack[3] = {NULL, item, scale_value};
        PyObject *result =
            PyObject_Vectorcall(f, stack + 1, 1 | PY_VECTORCALL_ARGUMENTS_OFFSET, keywords);
        Py_DECREF(item);
        if (result == NULL) {
            return NULL;
        }
        int good = as_i64(result, &value);
        Py_DECREF(result);
        if (!good) {
            return NULL;
        }
        sum += value;
    }
    return from_i64(sum);
}

static PyObject *call_int(PyObject *module, PyObject *const *args, Py_ssize_t given)
{
    (void)module;
    if (given != 2 && !too_many("call_int", 2, given)) {
        return NULL;
    }
    return call_each(args[0], args[1], NULL);
}

static PyObject *call_kw(PyObject *module, PyObject *const *args, Py_ssize_t given)
{
    (void)module;
    if (given != 2 && !too_many("call_kw", 2, given)) {
        return NULL;
    }
    return call_each(args[0], args[1], scale_names);
}
