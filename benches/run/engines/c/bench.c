/* The module `peer` by hand: the limit that the others are measured against.
 *
 * Built twice: with the full API of one Python version, and with the limited API of 3.12. Each does
 * what is fastest there; `arguments.h` and `elements.h` have most of the difference.
 *
 * - A function without arguments is METH_FASTCALL: the interpreter specialises calls of those, and
 *   not of METH_NOARGS, which is for methods. With one argument it is METH_O.
 * - Names of keywords are compared by address first; callers' names are interned.
 * - A class has a vectorcall constructor, so that a call makes no tuple.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <math.h>

#include "arguments.h"
#include "elements.h"
#include "calls.h"
#include "sequences.h"
#include "point.h"
#include "range.h"
#include "override.h"
#include "dates.h"

#define FAST(function) (PyCFunction)(void (*)(void))(function), METH_FASTCALL
#define KEYWORDS(function) \
    (PyCFunction)(void (*)(void))(function), METH_FASTCALL | METH_KEYWORDS

static PyMethodDef functions[] = {
    {"noop", FAST(noop), NULL},
    {"inc", inc, METH_O, NULL},
    {"add", KEYWORDS(add), NULL},
    {"add_default", KEYWORDS(add_default), NULL},
    {"six", KEYWORDS(six), NULL},
    {"pick", pick, METH_O, NULL},
    {"strlen", str_len, METH_O, NULL},
    {"call_int", FAST(call_int), NULL},
    {"call_kw", FAST(call_kw), NULL},
    {"run_step", FAST(run_step), NULL},
    {"raise_error", FAST(raise_error), NULL},
    {"sum_list", sum_doubles, METH_O, NULL},
    {"sum_tuple", sum_doubles, METH_O, NULL},
    {"sum_ints", sum_ints, METH_O, NULL},
    {"sum_nested", sum_nested, METH_O, NULL},
    {"make_list", make_list, METH_O, NULL},
    {"make_tuple", make_tuple, METH_O, NULL},
    {"make_dict", make_dict, METH_O, NULL},
    {"sum_pairs", sum_pairs, METH_O, NULL},
    {"bytes_len", bytes_len, METH_O, NULL},
    {"make_bytes", make_bytes, METH_O, NULL},
    {"make_str", FAST(make_str), NULL},
    {"dist", KEYWORDS(dist), NULL},
    {"opt_x", opt_x, METH_O, NULL},
    {"half", half, METH_O, NULL},
    {"date_in", date_in, METH_O, NULL},
    {"date_out", date_out, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static int execute(PyObject *module)
{
    return calls_init() || point_init(module) || range_init(module) || override_init(module)
                   || dates_init() ? -1 : 0;
}

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, execute},
#ifdef Py_mod_gil
    {Py_mod_gil, Py_MOD_GIL_NOT_USED},
#endif
    {0, NULL},
};

static PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "peer", NULL, 0, functions, slots, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_peer(void)
{
    return PyModuleDef_Init(&definition);
}
