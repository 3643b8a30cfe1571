//! Garbage collection derived from fields: each container, what is never visited, what is asked for.

use std::cell::{Cell, OnceCell, RefCell};
use std::cmp::Ordering as Order;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, LinkedList, VecDeque};
use std::hash::{Hash, Hasher};
use std::sync::atomic::{AtomicIsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, RwLock};

use everbind::prelude::*;
use everbind::sync::PyOnceLock;
use everbind::{PyTraverseError, PyVisit, Traverse, gc::Removed};

static ALIVE: AtomicIsize = AtomicIsize::new(0);

/// Counts the values that are alive.
pub struct Alive;

impl Alive {
    pub fn new() -> Self {
        ALIVE.fetch_add(1, Ordering::Relaxed);
        Self
    }
}

impl Drop for Alive {
    fn drop(&mut self) {
        ALIVE.fetch_sub(1, Ordering::Relaxed);
    }
}

type Object = Py<PyAny>;

/// An object that can be a key.
#[derive(Traverse)]
struct Key(usize, Object);

impl Key {
    fn new(object: Object) -> Self {
        Key(object.as_ptr() as usize, object)
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl Eq for Key {}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<Order> {
        Some(self.cmp(other))
    }
}

impl Ord for Key {
    fn cmp(&self, other: &Self) -> Order {
        self.0.cmp(&other.0)
    }
}

impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

/// A helper of the user's, generic and recursive.
#[derive(Traverse)]
#[allow(dead_code)]
struct Tree<T> {
    value: Option<T>,
    name: String,
    children: Vec<Tree<T>>,
}

#[derive(Traverse)]
enum Choice {
    Nothing,
    One(Option<Object>),
    #[allow(dead_code)]
    Named {
        number: f64,
        object: Option<Object>,
    },
}

/// A container of another crate, as it were.
#[derive(Default)]
struct Foreign(Vec<Object>);

fn visit_foreign(foreign: &Foreign, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
    foreign.0.iter().try_for_each(|object| visit.call(object))
}

fn clear_foreign(foreign: &mut Foreign, removed: &mut Removed) {
    removed.keep(std::mem::take(&mut foreign.0));
}

/// A class with one field, which can take objects.
macro_rules! holders {
    ($($name:ident [$($option:ident),*] $(#[$attribute:meta])? $ty:ty = $new:expr, |$field:ident, $object:ident| $put:expr;)*) => {
        $(
            #[pyclass(module = "everbind_tests.class_traverse" $(, $option)*)]
            pub struct $name {
                $(#[$attribute])?
                held: $ty,
                _alive: Alive,
            }

            #[pymethods]
            impl $name {
                #[new]
                fn new() -> Self {
                    Self { held: $new, _alive: Alive::new() }
                }

                fn put(slf: &Bound<'_, Self>, $object: Object) {
                    let $field = holders!(@borrow slf $($option)*);
                    $put;
                }
            }
        )*

        /// Puts the class into the module.
        fn add_holders(m: &Bound<'_, PyModule>) -> PyResult<()> {
            $(m.add_class::<$name>()?;)*
            Ok(())
        }
    };
    (@borrow $slf:ident) => { &mut $slf.borrow_mut().held };
    (@borrow $slf:ident unsendable) => { &mut $slf.borrow_mut().held };
    (@borrow $slf:ident frozen) => { &$slf.get().held };
    (@borrow $slf:ident frozen unsendable) => { &$slf.borrow().held };
}

holders! {
    InOption [] Option<Object> = None, |held, object| *held = Some(object);
    InBox [] Option<Box<Object>> = None, |held, object| *held = Some(Box::new(object));
    InBoxedSlice [] Box<[Object]> = Box::new([]), |held, object| *held = Box::new([object]);
    InArray [] [Option<Object>; 3] = [None, None, None], |held, object| held[2] = Some(object);
    InTuple [] (String, Option<Object>, f64) = (String::new(), None, 0.0), |held, object| held.1 = Some(object);
    InResult [] Result<Option<Object>, String> = Err(String::new()), |held, object| *held = Ok(Some(object));
    InVec [] Vec<Object> = vec![], |held, object| held.push(object);
    InVecDeque [] VecDeque<Object> = VecDeque::new(), |held, object| held.push_front(object);
    InLinkedList [] LinkedList<Object> = LinkedList::new(), |held, object| held.push_back(object);
    InHashMap [] HashMap<String, Object> = HashMap::new(), |held, object| { held.insert("key".into(), object) };
    InKeys [] HashMap<Key, i64> = HashMap::new(), |held, object| { held.insert(Key::new(object), 1) };
    InBTreeMap [] BTreeMap<u8, (Object, f32)> = BTreeMap::new(), |held, object| { held.insert(5, (object, 0.5)) };
    InHashSet [] HashSet<Key> = HashSet::new(), |held, object| { held.insert(Key::new(object)) };
    InBTreeSet [] BTreeSet<Key> = BTreeSet::new(), |held, object| { held.insert(Key::new(object)) };
    InBinaryHeap [] BinaryHeap<Key> = BinaryHeap::new(), |held, object| held.push(Key::new(object));
    InNested [] Vec<HashMap<char, Option<Box<[Object; 1]>>>> = vec![],
        |held, object| held.push([('x', Some(Box::new([object])))].into());
    InTree [] Tree<Object> = Tree { value: None, name: String::new(), children: vec![] },
        |held, object| held.children.push(Tree { value: Some(object), name: "leaf".into(), children: vec![] });
    InEnum [] Choice = Choice::Nothing, |held, object| *held = Choice::One(Some(object));
    InNamedVariant [] Choice = Choice::Nothing, |held, object| *held = Choice::Named { number: 0.0, object: Some(object) };
    InOnceLock [] OnceLock<Object> = OnceLock::new(), |held, object| drop(held.set(object));
    InPyOnceLock [] PyOnceLock<Object> = PyOnceLock::new(), |held, object| Python::attach(|py| drop(held.set(py, object)));
    InMutex [] #[pyo3(traverse)] Mutex<Option<Object>> = Mutex::default(), |held, object| *held.get_mut().unwrap() = Some(object);
    InRwLock [] #[pyo3(traverse)] RwLock<Vec<Object>> = RwLock::default(), |held, object| held.get_mut().unwrap().push(object);
    InFrozenMutex [frozen] #[pyo3(traverse)] Mutex<Option<Object>> = Mutex::default(), |held, object| *held.lock().unwrap() = Some(object);
    InFrozenRwLock [frozen] #[pyo3(traverse)] (u8, [RwLock<Vec<Object>>; 1]) = Default::default(), |held, object| held.1[0].write().unwrap().push(object);
    InForeign [] #[pyo3(traverse = visit_foreign, clear = clear_foreign)] Foreign = Foreign::default(), |held, object| held.0.push(object);
    InRefCell [unsendable] RefCell<Vec<Object>> = RefCell::default(), |held, object| held.borrow_mut().push(object);
    InFrozenRefCell [frozen, unsendable] RefCell<Vec<Object>> = RefCell::default(), |held, object| held.borrow_mut().push(object);
    InCell [unsendable] Cell<Option<Object>> = Cell::default(), |held, object| held.set(Some(object));
    InFrozenCell [frozen, unsendable] Cell<Option<Object>> = Cell::default(), |held, object| held.set(Some(object));
    InOnceCell [unsendable] OnceCell<Object> = OnceCell::new(), |held, object| drop(held.set(object));
    NotInMutex [frozen] Mutex<Option<Object>> = Mutex::default(), |held, object| *held.lock().unwrap() = Some(object);
    NotInArc [frozen] Arc<Mutex<Option<Object>>> = Arc::default(), |held, object| *held.lock().unwrap() = Some(object);
    NotInForeign [] Foreign = Foreign::default(), |held, object| held.0.push(object);
    NotAsked [] #[pyo3(traverse = false)] Option<Object> = None, |held, object| *held = Some(object);
}

/// Two references that cannot be given up, as in a tuple.
#[pyclass(module = "everbind_tests.class_traverse", frozen, get_all, new = "from_fields")]
pub struct Pair {
    first: Object,
    second: Object,
}

/// Owns an object together with another instance.
#[pyclass(module = "everbind_tests.class_traverse", subclass)]
pub struct Sharing {
    shared: Arc<Mutex<Option<Object>>>,
    #[pyo3(get, set)]
    own: Option<Object>,
    _alive: Alive,
}

#[pymethods]
impl Sharing {
    #[new]
    #[pyo3(signature = (with = None))]
    fn new(with: Option<&Sharing>) -> Self {
        let shared = with.map(|other| other.shared.clone()).unwrap_or_default();
        Self { shared, own: None, _alive: Alive::new() }
    }

    #[getter]
    fn shared(&self, py: Python<'_>) -> Option<Object> {
        self.shared.lock().unwrap().as_ref().map(|object| object.clone_ref(py))
    }

    #[setter]
    fn set_shared(&self, object: Option<Object>) {
        *self.shared.lock().unwrap() = object;
    }

    fn call_exclusive(&mut self, callback: &Bound<'_, PyAny>) -> PyResult<bool> {
        callback.call0()?;
        Ok(self.own.is_some())
    }

    /// Detached, with the value borrowed, until another thread has run Python code for a while.
    fn wait_exclusive(&mut self, py: Python<'_>, milliseconds: u64) -> bool {
        py.detach(|| {
            let own = self.own.take();
            std::thread::sleep(std::time::Duration::from_millis(milliseconds));
            self.own = own;
        });
        self.own.is_some()
    }

    fn wait_shared(&self, py: Python<'_>, milliseconds: u64) -> bool {
        py.detach(|| std::thread::sleep(std::time::Duration::from_millis(milliseconds)));
        self.own.is_some()
    }
}

/// Has a base with fields of its own.
#[pyclass(module = "everbind_tests.class_traverse", extends = Sharing)]
pub struct Extended {
    #[pyo3(get, set)]
    more: Vec<Object>,
}

#[pymethods]
impl Extended {
    #[new]
    fn new() -> (Self, Sharing) {
        (Self { more: vec![] }, Sharing::new(None))
    }
}

/// What is written by hand wins.
#[pyclass(module = "everbind_tests.class_traverse", new = "from_fields")]
pub struct ByHand {
    seen: Option<Object>,
    hidden: Option<Object>,
}

#[pymethods]
impl ByHand {
    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.seen.traverse(&visit)
    }

    fn state(&self) -> (bool, bool) {
        (self.seen.is_some(), self.hidden.is_some())
    }
}

/// Only `__clear__` is by hand.
#[pyclass(module = "everbind_tests.class_traverse")]
pub struct ClearedByHand {
    #[pyo3(get, set)]
    object: Option<Object>,
    #[pyo3(get, set)]
    log: Object,
    _alive: Alive,
}

#[pymethods]
impl ClearedByHand {
    #[new]
    fn new(log: Object) -> Self {
        Self { object: None, log, _alive: Alive::new() }
    }

    fn __clear__(&mut self, py: Python<'_>) -> PyResult<()> {
        self.object = None;
        self.log.call_method1(py, "append", ("cleared",)).map(drop)
    }
}

/// Does what `__traverse__` must not.
#[pyclass(module = "everbind_tests.class_traverse", new = "from_fields")]
pub struct Attaching {
    object: Option<Object>,
    panics: bool,
}

#[pymethods]
impl Attaching {
    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        assert!(Python::try_attach(|_| ()).is_none());
        if self.panics {
            Python::attach(|_| ());
        }
        visit.call(&self.object)
    }
}

/// Its destructor comes back to the instance that is being cleared.
struct Returning(Option<Object>, Object);

impl Traverse for Returning {
    fn traverse(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.0)
    }
}

impl Drop for Returning {
    fn drop(&mut self) {
        Python::attach(|py| {
            let owner = self.0.take();
            self.1.call1(py, (owner,)).unwrap();
        });
    }
}

#[pyclass(module = "everbind_tests.class_traverse")]
pub struct Revisited {
    held: Option<Returning>,
    _alive: Alive,
}

#[pymethods]
impl Revisited {
    #[new]
    fn new() -> Self {
        Self { held: None, _alive: Alive::new() }
    }

    /// `callback` gets the instance when what it holds is dropped.
    fn prepare(slf: &Bound<'_, Self>, callback: Object) {
        let me = slf.clone().into_any().unbind();
        slf.borrow_mut().held = Some(Returning(Some(me), callback));
    }

    fn is_empty(&mut self) -> bool {
        self.held.is_none()
    }
}

/// Holds nothing: neither tracked nor with a header for it.
#[pyclass(module = "everbind_tests.class_traverse", frozen, get_all, new = "from_fields")]
pub struct TwoFloats {
    x: f64,
    y: f64,
}

/// Has containers, but none that can hold objects.
#[pyclass(module = "everbind_tests.class_traverse", new = "from_fields")]
pub struct Plain {
    #[pyo3(get)]
    numbers: Vec<(String, [f64; 2])>,
    #[pyo3(get)]
    map: HashMap<String, Option<i64>>,
}

/// Its variants are instances of it, and attributes of it.
#[pyclass(module = "everbind_tests.class_traverse", eq)]
#[derive(PartialEq)]
pub enum Side {
    Left,
    Right,
}

/// An instance of it is an attribute of it.
#[pyclass(module = "everbind_tests.class_traverse", frozen)]
pub struct Leading {
    #[pyo3(get)]
    value: i64,
}

#[pymethods]
impl Leading {
    #[classattr]
    const FIRST: Leading = Leading { value: 1 };
}

#[pyclass(module = "everbind_tests.class_traverse")]
pub enum Shape {
    Empty {},
    Tagged { tag: Object, size: f64 },
    Cells(Object, Vec<Object>),
}

#[pymodule(submodule, name = "class_traverse")]
pub mod topic {
    use super::*;

    #[pymodule_export]
    use super::{
        Attaching, ByHand, ClearedByHand, Extended, Leading, Pair, Plain, Revisited, Shape,
        Sharing, Side, TwoFloats,
    };

    #[pyfunction]
    fn alive() -> isize {
        ALIVE.load(Ordering::Relaxed)
    }

    #[pymodule_init]
    fn init(m: &Bound<'_, PyModule>) -> PyResult<()> {
        add_holders(m)
    }
}
