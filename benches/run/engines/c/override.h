/* A class with a method that Python may override, and a function that calls it from C. */

static PyTypeObject *step_type;
static PyObject *next_name;

static PyObject *step_next(PyObject *self, PyObject *i)
{
    (void)self;
    long long value;
    return as_i64(i, &value) ? from_i64(value + 2) : NULL;
}

static PyObject *run_step(PyObject *module, PyObject *const *args, Py_ssize_t given)
{
    (void)module;
    long long n, sum = 0, value;
    if (given != 2) {
        PyErr_SetString(PyExc_TypeError, "run_step() takes 2 arguments");
        return NULL;
    }
    if (!PyObject_TypeCheck(args[0], step_type)) {
        is_not("Step", args[0]);
        return NULL;
    }
    if (!as_i64(args[1], &n)) {
        return NULL;
    }
    for (long long i = 0; i < n; i++) {
        PyObject *item = from_i64(i);
        if (item == NULL) {
            return NULL;
        }
        PyObject *stack[3] = {NULL, args[0], item};
        PyObject *result = PyObject_VectorcallMethod(
            next_name, stack + 1, 2 | PY_VECTORCALL_ARGUMENTS_OFFSET, NULL);
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

static PyMethodDef step_methods[] = {
    {"next", step_next, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot step_slots[] = {
    {Py_tp_methods, step_methods},
    {0, NULL},
};

static PyType_Spec step_spec = {
    "peer.Step", sizeof(PyObject), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, step_slots,
};

static int override_init(PyObject *module)
{
    next_name = PyUnicode_InternFromString("next");
    step_type = (PyTypeObject *)PyType_FromSpec(&step_spec);
    return next_name == NULL || step_type == NULL
           || PyModule_AddObjectRef(module, "Step", (PyObject *)step_type);
}
