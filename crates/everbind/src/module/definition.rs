//! [`ModuleDef`]: a module as the macros describe it, and as CPython wants it.
//!
//! *Problem.* One library serves interpreters that want different things. Up to
//! 3.14 a module is a `PyModuleDef`, whose fields come after an object header of 16
//! bytes, or of 32 without the GIL; from 3.15 on it is an array of slots. A slot
//! that an interpreter does not know is an error.
//!
//! *How.* Neither is written at compile time. What the running interpreter wants
//! is built when a hook first asks for it, and stays for ever: CPython keeps the
//! address. (Of two that are built at the same time one is kept.)
//!
//! *Invariant.* What was built is not written to any more, except by CPython, under
//! its own lock.

use std::ffi::{CStr, c_int, c_void};
use std::sync::atomic::{AtomicPtr, Ordering};

use super::filling::Filling;
use super::interpreters::{Owner, SubInterpreters};
use crate::PyResult;
use crate::ffi;
use crate::first;
use crate::object::{Bound, Py};
use crate::python::{PerInterpreter, Python, state};
use crate::stub::record::Entry;
use crate::types::{PyModule, PyModuleMethods};

/// The C function that fills a new module.
type Exec = unsafe extern "C" fn(*mut ffi::PyObject) -> c_int;

/// The Rust function that fills a new module.
type Fill = fn(&Bound<'_, PyModule>) -> PyResult<()>;

/// What a module is made of.
pub struct ModuleDef {
    name: &'static CStr,
    doc: &'static CStr,
    exec: Exec,
    fill: Fill,
    gil_used: bool,
    sub_interpreters: SubInterpreters,
    owner: Owner,
    def: AtomicPtr<ffi::PyModuleDef>,
    slots: AtomicPtr<ffi::PySlot>,
    /// As a submodule, made once for each interpreter.
    made: PerInterpreter<Py<PyModule>>,
}

/// What the module needs of the interpreter: the oldest stable ABI that is
/// supported, with or without the GIL.
static ABI: ffi::PyABIInfo = ffi::PyABIInfo {
    abiinfo_major_version: 1,
    abiinfo_minor_version: 0,
    flags: ffi::PyABIInfo_STABLE | ffi::PyABIInfo_FREETHREADING_AGNOSTIC,
    build_version: 0,
    abi_version: 0x030c_0000,
};

impl ModuleDef {
    /// A module that `fill` fills; `exec` passes this definition to
    /// [`module_exec`](super::module_exec).
    pub const fn new(name: &'static CStr, doc: &'static CStr, exec: Exec, fill: Fill) -> Self {
        ModuleDef {
            name,
            doc,
            exec,
            fill,
            gil_used: false,
            sub_interpreters: SubInterpreters::Refused,
            owner: Owner::none(),
            def: AtomicPtr::new(std::ptr::null_mut()),
            slots: AtomicPtr::new(std::ptr::null_mut()),
            made: PerInterpreter::new(),
        }
    }

    /// The same, needing the GIL: a free-threaded interpreter switches it on.
    pub const fn gil_used(mut self, gil_used: bool) -> Self {
        self.gil_used = gil_used;
        self
    }

    /// The same, for several interpreters of a process.
    pub const fn sub_interpreters(mut self, promise: SubInterpreters) -> Self {
        self.sub_interpreters = promise;
        self
    }

    /// What a module that exports it tells of it: nothing, since it tells of itself.
    pub const fn entry(&self) -> Entry {
        Entry::Nothing
    }

    /// The name by which it is imported.
    pub fn name(&self) -> &'static CStr {
        self.name
    }

    /// Whether the interpreter has got hold of it by `PyModExport_`, and not by `PyInit_`.
    pub(super) fn is_exported(&self) -> bool {
        !self.slots.load(Ordering::Relaxed).is_null()
    }

    /// What its author promises about sub-interpreters, in words.
    pub(super) fn promise(&self) -> &'static str {
        match self.sub_interpreters {
            SubInterpreters::Refused => "one only: the module has not opted in to more",
            SubInterpreters::SharedGil => "any that share a GIL",
            SubInterpreters::OwnGil => "any, with a GIL of their own too",
        }
    }

    fn gil_slot(&self) -> *mut c_void {
        if self.gil_used { ffi::Py_MOD_GIL_USED } else { ffi::Py_MOD_GIL_NOT_USED }
    }

    /// The definition for interpreters up to 3.14.
    pub(super) fn module_def(&self, interpreter: &ffi::Interpreter) -> *mut ffi::PyModuleDef {
        first::get_or_make(&self.def, || self.build_def(interpreter))
    }

    fn build_def(&self, interpreter: &ffi::Interpreter) -> *mut ffi::PyModuleDef {
        let slot = |slot, value| ffi::PyModuleDef_Slot { slot, value };
        let mut slots = vec![
            slot(ffi::Py_mod_exec, self.exec as *mut c_void),
            slot(ffi::Py_mod_multiple_interpreters, self.sub_interpreters.slot()),
        ];
        if interpreter.features.mod_gil_slot {
            slots.push(slot(ffi::Py_mod_gil, self.gil_slot()));
        }
        slots.push(slot(0, std::ptr::null_mut()));
        let fields = ffi::PyModuleDef_Fields {
            m_init: None,
            m_index: 0,
            m_copy: std::ptr::null_mut(),
            m_name: self.name.as_ptr(),
            m_doc: self.doc.as_ptr(),
            m_size: 0,
            m_methods: std::ptr::null_mut(),
            m_slots: slots.leak().as_mut_ptr(),
            m_traverse: None,
            m_clear: None,
            m_free: None,
        };
        let header = interpreter.header_size;
        let size = header + size_of::<ffi::PyModuleDef_Fields>();
        // In units of the strictest alignment a header can have.
        let memory = vec![0u128; size.div_ceil(size_of::<u128>())].leak().as_mut_ptr();
        // SAFETY: the memory is large enough and aligned; a header's size is a
        // multiple of a pointer's. CPython fills the header, which is all zero.
        unsafe { memory.byte_add(header).cast::<ffi::PyModuleDef_Fields>().write(fields) };
        memory.cast()
    }

    /// The slots for interpreters from 3.15 on.
    pub(super) fn module_slots(&self) -> *mut ffi::PySlot {
        first::get_or_make(&self.slots, || self.build_slots())
    }

    fn build_slots(&self) -> *mut ffi::PySlot {
        let data = |id, pointer: *const c_void| ffi::PySlot::static_data(id, pointer.cast_mut());
        // Numbers are read in 64 bits, of which a pointer fills half on a machine of 32.
        let number = |id, value: *mut c_void| ffi::PySlot::uint64(id, value as u64);
        let slots = vec![
            data(ffi::Py_mod_abi, (&raw const ABI).cast()),
            data(ffi::Py_mod_name, self.name.as_ptr().cast()),
            data(ffi::Py_mod_doc, self.doc.as_ptr().cast()),
            ffi::PySlot::new(
                ffi::Py_mod_exec,
                0,
                ffi::PySlotValue { sl_ptr: self.exec as *mut c_void },
            ),
            number(ffi::Py_mod_multiple_interpreters, self.sub_interpreters.slot()),
            number(ffi::Py_mod_gil, self.gil_slot()),
            ffi::PySlot::END,
        ];
        slots.leak().as_mut_ptr()
    }

    /// Fills a new module.
    pub(super) fn run(&'static self, module: &Bound<'_, PyModule>) -> PyResult<()> {
        let py = module.py();
        if self.sub_interpreters == SubInterpreters::Refused {
            self.owner.claim(py, &self.name.to_string_lossy())?;
        }
        state::enter(py);
        (self.fill)(module)
    }

    /// The module for use as a submodule: made on first use, without an import.
    ///
    /// # Errors
    /// Those of filling it.
    #[inline]
    pub fn make_module(&'static self, py: Python<'_>) -> PyResult<Py<PyModule>> {
        let made = self.made.get_or_try_init(py, || {
            let module = PyModule::new(py, &self.name.to_string_lossy())?;
            // SAFETY: attached; a module and a C string, which is copied.
            let status = unsafe { ffi::PyModule_SetDocString(module.as_ptr(), self.doc.as_ptr()) };
            crate::error::check(py, status)?;
            self.run(&module)?;
            Ok::<_, crate::PyErr>(module.unbind())
        });
        made.map(|module| module.clone_ref(py))
    }

    /// Puts the module into another as a submodule.
    #[inline]
    pub fn add_to(&'static self, filling: &mut Filling<'_, '_>) {
        filling
            .add(|module| module.add_submodule(self.make_module(module.py())?.bind(module.py())));
    }
}
