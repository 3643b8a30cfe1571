/* An iterator over 0 to n. */

typedef struct {
    PyObject_HEAD
    Py_ssize_t next, end;
} Range;

static PyObject *range_new(PyTypeObject *type, PyObject *args, PyObject *keywords)
{
    static char *names[] = {"n", NULL};
    Py_ssize_t n;
    if (!PyArg_ParseTupleAndKeywords(args, keywords, "n:Range", names, &n)) {
        return NULL;
    }
    if (n < 0) {
        PyErr_SetString(PyExc_OverflowError, "size out of range");
        return NULL;
    }
    Range *self = PyObject_New(Range, type);
    if (self != NULL) {
        self->next = 0;
        self->end = n;
    }
    return (PyObject *)self;
}

static PyObject *range_next(PyObject *object)
{
    Range *self = (Range *)object;
    return self->next == self->end ? NULL : PyLong_FromSsize_t(self->next++);
}

static void range_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyObject_Free(self);
    Py_DECREF(type);
}

static PyType_Slot range_slots[] = {
    {Py_tp_new, range_new},
    {Py_tp_iter, PyObject_SelfIter},
    {Py_tp_iternext, range_next},
    {Py_tp_dealloc, range_dealloc},
    {0, NULL},
};

static PyType_Spec range_spec = {
    "peer.Range", sizeof(Range), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, range_slots,
};

static int range_init(PyObject *module)
{
    PyObject *type = PyType_FromSpec(&range_spec);
    int bad = type == NULL || PyModule_AddObjectRef(module, "Range", type) < 0;
    Py_XDECREF(type);
    return bad;
}
