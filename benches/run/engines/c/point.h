/* A class. With the full API it is a static type with a vectorcall constructor. The limited API of
 * 3.12 has no slot for one; but a type's own type can say where in the type such a pointer is, so
 * the class gets a metaclass that does. */

typedef struct {
    PyObject_HEAD
    double x, y;
} Point;

#ifdef Py_LIMITED_API
static PyTypeObject *point_type;
#else
static PyTypeObject Point_Type;
static PyTypeObject *const point_type = &Point_Type;
#endif

static inline PyObject *point_make(double x, double y)
{
    Point *self = PyObject_New(Point, point_type);
    if (self != NULL) {
        self->x = x;
        self->y = y;
    }
    return (PyObject *)self;
}

static Signature point_signature = {"Point", 2, 2, {"x", "y"}, {NULL}};

static PyObject *point_vectorcall(PyObject *type, PyObject *const *args, size_t flagged,
                                  PyObject *keywords)
{
    (void)type;
    PyObject *room[2];
    double x, y;
    args = bind(&point_signature, 2, args, PyVectorcall_NARGS(flagged), keywords, room);
    if (args == NULL || !as_double(args[0], &x) || !as_double(args[1], &y)) {
        return NULL;
    }
    return point_make(x, y);
}

static PyObject *point_new(PyTypeObject *type, PyObject *args, PyObject *keywords)
{
    (void)type;
    static char *names[] = {"x", "y", NULL};
    double x, y;
    if (!PyArg_ParseTupleAndKeywords(args, keywords, "dd:Point", names, &x, &y)) {
        return NULL;
    }
    return point_make(x, y);
}

static void point_dealloc(PyObject *self)
{
#ifdef Py_LIMITED_API
    PyTypeObject *type = Py_TYPE(self);
    PyObject_Free(self);
    Py_DECREF(type);
#else
    PyObject_Free(self);
#endif
}

static inline double norm(const Point *self)
{
    return sqrt(self->x * self->x + self->y * self->y);
}

static PyObject *point_norm(PyObject *self, PyObject *unused)
{
    (void)unused;
    return PyFloat_FromDouble(norm((Point *)self));
}

static PyObject *point_scaled(PyObject *self, PyObject *factor)
{
    double value;
    return as_double(factor, &value) ? PyFloat_FromDouble(norm((Point *)self) * value) : NULL;
}

static PyObject *point_shift(PyObject *self, PyObject *dx)
{
    double value;
    if (!as_double(dx, &value)) {
        return NULL;
    }
    ((Point *)self)->x += value;
    Py_RETURN_NONE;
}

static inline int as_point(PyObject *object, Point **point)
{
    if (!Py_IS_TYPE(object, point_type)) {
        return is_not("Point", object);
    }
    *point = (Point *)object;
    return 1;
}

static PyObject *point_add(PyObject *left, PyObject *right)
{
    if (!Py_IS_TYPE(left, point_type) || !Py_IS_TYPE(right, point_type)) {
        Py_RETURN_NOTIMPLEMENTED;
    }
    const Point *p = (Point *)left, *q = (Point *)right;
    return point_make(p->x + q->x, p->y + q->y);
}

/* The closure is the attribute's place in the instance. */
static PyObject *point_get(PyObject *self, void *offset)
{
    return PyFloat_FromDouble(*(double *)((char *)self + (size_t)offset));
}

static int point_set(PyObject *self, PyObject *value, void *offset)
{
    if (value == NULL) {
        PyErr_SetString(PyExc_AttributeError, "cannot delete this attribute");
        return -1;
    }
    return as_double(value, (double *)((char *)self + (size_t)offset)) ? 0 : -1;
}

static PyMethodDef point_methods[] = {
    {"norm", point_norm, METH_NOARGS, NULL},
    {"scaled", point_scaled, METH_O, NULL},
    {"shift", point_shift, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef point_attributes[] = {
    {"x", point_get, point_set, NULL, (void *)offsetof(Point, x)},
    {"y", point_get, point_set, NULL, (void *)offsetof(Point, y)},
    {NULL, NULL, NULL, NULL, NULL},
};

#ifndef Py_LIMITED_API

static PyNumberMethods point_operators = {.nb_add = point_add};

static PyTypeObject Point_Type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "peer.Point",
    .tp_basicsize = sizeof(Point),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = point_new,
    .tp_vectorcall = point_vectorcall,
    .tp_dealloc = point_dealloc,
    .tp_as_number = &point_operators,
    .tp_methods = point_methods,
    .tp_getset = point_attributes,
};

static int make_type(PyObject *module)
{
    (void)module;
    return PyType_Ready(&Point_Type);
}

#else

static PyType_Slot point_slots[] = {
    {Py_tp_new, point_new},
    {Py_tp_dealloc, point_dealloc},
    {Py_nb_add, point_add},
    {Py_tp_methods, point_methods},
    {Py_tp_getset, point_attributes},
    {0, NULL},
};

static PyType_Spec point_spec = {
    "peer.Point", sizeof(Point), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, point_slots,
};

/* A metaclass whose instances have a vectorcall pointer behind what `type` has. How much that is is
 * not known before run time. */
static PyObject *make_metaclass(Py_ssize_t *offset)
{
    PyObject *size = PyObject_GetAttrString((PyObject *)&PyType_Type, "__basicsize__");
    *offset = size == NULL ? -1 : PyLong_AsSsize_t(size);
    Py_XDECREF(size);
    if (*offset < 0) {
        return NULL;
    }
    PyMemberDef members[] = {
        {"__vectorcalloffset__", Py_T_PYSSIZET, *offset, Py_READONLY, NULL},
        {NULL, 0, 0, 0, NULL},
    };
    PyType_Slot slots[] = {
        {Py_tp_base, &PyType_Type},
        {Py_tp_call, PyVectorcall_Call},
        {Py_tp_members, members},
        {0, NULL},
    };
    PyType_Spec spec = {
        "peer.PointType",
        (int)(*offset + (Py_ssize_t)sizeof(vectorcallfunc)),
        0,
        Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_VECTORCALL | Py_TPFLAGS_IMMUTABLETYPE,
        slots,
    };
    return PyType_FromSpec(&spec);
}

static int make_type(PyObject *module)
{
    Py_ssize_t offset;
    PyObject *metaclass = make_metaclass(&offset);
    if (metaclass == NULL) {
        return -1;
    }
    PyObject *type = PyType_FromMetaclass((PyTypeObject *)metaclass, module, &point_spec, NULL);
    Py_DECREF(metaclass);
    if (type == NULL) {
        return -1;
    }
    *(vectorcallfunc *)((char *)type + offset) = point_vectorcall;
    point_type = (PyTypeObject *)type;
    return 0;
}

#endif

static Signature dist_signature = {"dist", 2, 2, {"p", "q"}, {NULL}};

static int point_init(PyObject *module)
{
    return signature_init(&point_signature) || signature_init(&dist_signature) || make_type(module)
           || PyModule_AddObjectRef(module, "Point", (PyObject *)point_type);
}

static PyObject *dist(PyObject *module, PyObject *const *args, Py_ssize_t given, PyObject *keywords)
{
    (void)module;
    PyObject *room[2];
    Point *p, *q;
    args = bind(&dist_signature, 2, args, given, keywords, room);
    if (args == NULL || !as_point(args[0], &p) || !as_point(args[1], &q)) {
        return NULL;
    }
    double x = p->x - q->x, y = p->y - q->y;
    return PyFloat_FromDouble(sqrt(x * x + y * y));
}

/* An instance, or a number, which is used as it is. */
static PyObject *half(PyObject *module, PyObject *object)
{
    (void)module;
    double value;
    if (Py_IS_TYPE(object, point_type)) {
        return PyFloat_FromDouble(((Point *)object)->x / 2.0);
    }
    return as_double(object, &value) ? PyFloat_FromDouble(value / 2.0) : NULL;
}

static PyObject *opt_x(PyObject *module, PyObject *object)
{
    (void)module;
    Point *p;
    if (object == Py_None) {
        return PyFloat_FromDouble(0.0);
    }
    return as_point(object, &p) ? PyFloat_FromDouble(p->x) : NULL;
}
