/* Functions of lists, tuples, dicts, bytes and text. */

static PyObject *sum_doubles(PyObject *module, PyObject *v)
{
    (void)module;
    Py_ssize_t count;
    double *array = elements(v, &count, sizeof(double), exact_double, any_double);
    double sum = 0.0;
    if (array == NULL) {
        return NULL;
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        sum += array[i];
    }
    free(array);
    return PyFloat_FromDouble(sum);
}

static PyObject *sum_ints(PyObject *module, PyObject *v)
{
    (void)module;
    Py_ssize_t count;
    long long *array = elements(v, &count, sizeof(long long), exact_i64, any_i64);
    long long sum = 0;
    if (array == NULL) {
        return NULL;
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        sum += array[i];
    }
    free(array);
    return from_i64(sum);
}

static PyObject *sum_nested(PyObject *module, PyObject *v)
{
    (void)module;
    Py_ssize_t count;
    Pair *array = elements(v, &count, sizeof(Pair), exact_pair, any_pair);
    double sum = 0.0;
    if (array == NULL) {
        return NULL;
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        sum += array[i].a + array[i].b;
    }
    free(array);
    return PyFloat_FromDouble(sum);
}

#ifdef Py_LIMITED_API
#define LIST_SET PyList_SetItem
#define TUPLE_SET PyTuple_SetItem
#else
#define LIST_SET PyList_SET_ITEM
#define TUPLE_SET PyTuple_SET_ITEM
#endif

/* An array of 0, 0.5, 1, ... to be freed. */
static double *halves(PyObject *n, Py_ssize_t *count)
{
    if (!as_size(n, count)) {
        return NULL;
    }
    if ((size_t)*count > PY_SSIZE_T_MAX / sizeof(double)) {
        PyErr_NoMemory();
        return NULL;
    }
    double *array = malloc(*count == 0 ? 1 : (size_t)*count * sizeof(double));
    if (array == NULL) {
        PyErr_NoMemory();
        return NULL;
    }
    for (Py_ssize_t i = 0; i < *count; i++) {
        array[i] = 0.5 * (double)i;
    }
    return array;
}

static PyObject *make_list(PyObject *module, PyObject *n)
{
    (void)module;
    Py_ssize_t count;
    double *array = halves(n, &count);
    PyObject *list = array == NULL ? NULL : PyList_New(count);
    for (Py_ssize_t i = 0; list != NULL && i < count; i++) {
        PyObject *item = PyFloat_FromDouble(array[i]);
        if (item == NULL) {
            Py_CLEAR(list);
        } else {
            LIST_SET(list, i, item);
        }
    }
    free(array);
    return list;
}

static PyObject *make_tuple(PyObject *module, PyObject *n)
{
    (void)module;
    Py_ssize_t count;
    double *array = halves(n, &count);
    PyObject *tuple = array == NULL ? NULL : PyTuple_New(count);
    for (Py_ssize_t i = 0; tuple != NULL && i < count; i++) {
        PyObject *item = PyFloat_FromDouble(array[i]);
        if (item == NULL) {
            Py_CLEAR(tuple);
        } else {
            TUPLE_SET(tuple, i, item);
        }
    }
    free(array);
    return tuple;
}

#define PAIRS 1000

typedef struct {
    char key[16];
    Py_ssize_t length;
    long long value;
} Entry;

/* The pairs that dicts are made of, made once. */
static const Entry *entries(void)
{
    static Entry made[PAIRS];
    static int done;
    if (!done) {
        for (int i = 0; i < PAIRS; i++) {
            made[i].length = snprintf(made[i].key, sizeof made[i].key, "key%d", i);
            made[i].value = i;
        }
        done = 1;
    }
    return made;
}

static PyObject *make_dict(PyObject *module, PyObject *n)
{
    (void)module;
    Py_ssize_t count;
    if (!as_size(n, &count)) {
        return NULL;
    }
    if (count > PAIRS) {
        PyErr_Format(PyExc_ValueError, "at most %d pairs", PAIRS);
        return NULL;
    }
    const Entry *entry = entries();
    PyObject *dict = PyDict_New();
    for (const Entry *end = entry + count; dict != NULL && entry < end; entry++) {
        PyObject *key = PyUnicode_FromStringAndSize(entry->key, entry->length);
        PyObject *value = from_i64(entry->value);
        int good = key != NULL && value != NULL && PyDict_SetItem(dict, key, value) == 0;
        Py_XDECREF(key);
        Py_XDECREF(value);
        if (!good) {
            Py_CLEAR(dict);
        }
    }
    return dict;
}

static inline int pair_value(PyObject *key, PyObject *value, long long *sum)
{
    const char *text;
    Py_ssize_t length;
    long long number;
    if (!as_utf8(key, &text, &length) || !as_i64(value, &number)) {
        return 0;
    }
    *sum += length + number;
    return 1;
}

static PyObject *sum_pairs(PyObject *module, PyObject *d)
{
    (void)module;
    if (!PyDict_Check(d)) {
        is_not("dict", d);
        return NULL;
    }
    PyObject *key, *value;
    Py_ssize_t position = 0;
    long long sum = 0;
    int good = 1;
    Py_BEGIN_CRITICAL_SECTION(d);
    while (good && PyDict_Next(d, &position, &key, &value)) {
        if (PyLong_CheckExact(value)) {
            good = pair_value(key, value, &sum);
        } else {
            Py_INCREF(key);
            Py_INCREF(value);
            good = pair_value(key, value, &sum);
            Py_DECREF(key);
            Py_DECREF(value);
        }
    }
    Py_END_CRITICAL_SECTION();
    return good ? from_i64(sum) : NULL;
}

static PyObject *bytes_len(PyObject *module, PyObject *b)
{
    (void)module;
    Py_ssize_t length;
    return as_bytes(b, &length) ? PyLong_FromSsize_t(length) : NULL;
}

static PyObject *make_bytes(PyObject *module, PyObject *n)
{
    (void)module;
    static const char zeros[4096];
    Py_ssize_t count;
    if (!as_size(n, &count)) {
        return NULL;
    }
    if ((size_t)count > sizeof zeros) {
        PyErr_SetString(PyExc_ValueError, "at most 4096 bytes");
        return NULL;
    }
    return PyBytes_FromStringAndSize(zeros, count);
}

static PyObject *make_str(PyObject *module, PyObject *const *args, Py_ssize_t given)
{
    (void)module, (void)args;
    static const char text[] = "hello, world \xe2\x9c\x93";
    if (given != 0 && !too_many("make_str", 0, given)) {
        return NULL;
    }
    return PyUnicode_FromStringAndSize(text, sizeof text - 1);
}
