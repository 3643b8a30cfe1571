/* The elements of a sequence to an array of C values.
 *
 * Converting an element that is not exactly a float or an int may run Python code, and that may
 * change the list. So it is held meanwhile, and the list is looked at anew after it. */

#ifndef Py_BEGIN_CRITICAL_SECTION
#define Py_BEGIN_CRITICAL_SECTION(object) {
#define Py_END_CRITICAL_SECTION() }
#endif

#ifdef Py_LIMITED_API
#define LIST_SIZE PyList_Size
#else
#define LIST_SIZE PyList_GET_SIZE
#endif

/* Each kind of element has two functions: `exact` works only for the exact type, runs no Python
 * code, and leaves no exception that `any`, which is for the rest, does not clear. */
typedef int Exact(PyObject *item, void *into);
typedef int Any(PyObject *item, void *into);

static inline int exact_double(PyObject *item, void *into)
{
    if (!PyFloat_CheckExact(item)) {
        return 0;
    }
#ifdef Py_LIMITED_API
    *(double *)into = PyFloat_AsDouble(item);
#else
    *(double *)into = PyFloat_AS_DOUBLE(item);
#endif
    return 1;
}

static int any_double(PyObject *item, void *into)
{
    return as_double(item, into);
}

static inline int exact_i64(PyObject *item, void *into)
{
#ifdef Py_LIMITED_API
    if (!PyLong_CheckExact(item)) {
        return 0;
    }
    *(long long *)into = PyLong_AsLongLong(item);
    return *(long long *)into != -1;
#else
    if (!PyLong_CheckExact(item) || !PyUnstable_Long_IsCompact((PyLongObject *)item)) {
        return 0;
    }
    *(long long *)into = PyUnstable_Long_CompactValue((PyLongObject *)item);
    return 1;
#endif
}

static int any_i64(PyObject *item, void *into)
{
    PyErr_Clear();
    return as_i64(item, into);
}

typedef struct {
    double a, b;
} Pair;

static inline int exact_pair(PyObject *item, void *into)
{
    Pair *pair = into;
    return PyTuple_CheckExact(item) && TUPLE_SIZE(item) == 2
           && exact_double(TUPLE_ITEM(item, 0), &pair->a)
           && exact_double(TUPLE_ITEM(item, 1), &pair->b);
}

static int any_pair(PyObject *item, void *into)
{
    Pair *pair = into;
    if (!PyTuple_Check(item)) {
        return is_not("tuple", item);
    }
    if (TUPLE_SIZE(item) != 2) {
        PyErr_Format(PyExc_ValueError, "expected a tuple of length 2, got one of length %zd",
                     TUPLE_SIZE(item));
        return 0;
    }
    return as_double(TUPLE_ITEM(item, 0), &pair->a) && as_double(TUPLE_ITEM(item, 1), &pair->b);
}

#ifdef Py_LIMITED_API
#define LIST_ITEMS(list) (list)
#define LIST_AT(items, i) PyList_GetItem(items, i)
typedef PyObject *Items;
#else
#define LIST_ITEMS(list) (((PyListObject *)(list))->ob_item)
#define LIST_AT(items, i) ((items)[i])
typedef PyObject **Items;
#endif

/* Inlined for each kind of element. `count` becomes smaller if the list does. */
static inline int fill_list(PyObject *list, char *array, Py_ssize_t *count, size_t size,
                            Exact *exact, Any *any)
{
    int good = 1;
    Py_ssize_t i = 0, n = *count;
    Py_BEGIN_CRITICAL_SECTION(list);
    while (1) {
        /* The compiler cannot know that the list stays as it is meanwhile. */
        Items items = LIST_ITEMS(list);
        while (i < n && exact(LIST_AT(items, i), array + i * size)) {
            i++;
        }
        if (i >= n) {
            break;
        }
        PyObject *item = LIST_AT(items, i);
        Py_INCREF(item);
        good = any(item, array + i * size);
        Py_DECREF(item);
        if (!good) {
            break;
        }
        i++;
        Py_ssize_t now = LIST_SIZE(list);
        n = now < n ? now : n;
    }
    Py_END_CRITICAL_SECTION();
    *count = i < n ? i : n;
    return good;
}

static inline int fill_tuple(PyObject *tuple, char *array, Py_ssize_t count, size_t size,
                             Exact *exact, Any *any)
{
    for (Py_ssize_t i = 0; i < count; i++) {
        PyObject *item = TUPLE_ITEM(tuple, i);
        if (!exact(item, array + i * size) && !any(item, array + i * size)) {
            return 0;
        }
    }
    return 1;
}

/* An array to be freed, or NULL with an exception. */
static inline void *elements(PyObject *sequence, Py_ssize_t *count, size_t size, Exact *exact,
                             Any *any)
{
    PyObject *made = NULL;
    int is_list = PyList_Check(sequence);
    if (!is_list && !PyTuple_Check(sequence)) {
        if (PyUnicode_Check(sequence) || !PySequence_Check(sequence)) {
            is_not("a sequence", sequence);
            return NULL;
        }
        sequence = made = PySequence_List(sequence);
        if (made == NULL) {
            return NULL;
        }
        is_list = 1;
    }
    *count = is_list ? LIST_SIZE(sequence) : TUPLE_SIZE(sequence);
    char *array = malloc(*count == 0 ? 1 : (size_t)*count * size);
    int good = array != NULL;
    if (!good) {
        PyErr_NoMemory();
    } else if (is_list) {
        good = fill_list(sequence, array, count, size, exact, any);
    } else {
        good = fill_tuple(sequence, array, *count, size, exact, any);
    }
    Py_XDECREF(made);
    if (!good) {
        free(array);
        return NULL;
    }
    return array;
}
