//! Items and chunks, from Rust; `tests/python/test_items.py` has the rest.
#![cfg(feature = "auto-initialize")]

use everbind::items::{Chunks, Items};
use everbind::prelude::*;
use everbind::types::{PyDict, PyList, PyTuple};

#[test]
fn items_of_a_tuple_are_the_tuple_s_own() {
    Python::attach(|py| {
        let tuple = PyTuple::new(py, [1, 2, 3]).unwrap();
        let items = Items::of(&tuple).unwrap();
        assert!(items.as_tuple().is(&tuple));
        assert!(items.iter().zip(tuple.iter()).all(|(left, right)| left.is(&right)));
        assert_eq!(items.to_vec::<i64>().unwrap(), [1, 2, 3]);
        assert_eq!(items.values::<u8>().len(), 3);
        assert_eq!(format!("{items:?}"), "[1, 2, 3]");
        drop(tuple);
        let moved = Box::new(items);
        assert_eq!(moved[2].extract::<f32>().unwrap(), 3.0);
        assert_eq!((&*moved).into_iter().count(), 3);
    });
}

#[test]
fn values_borrow_from_their_items() {
    Python::attach(|py| {
        let items = PyList::new(py, ["a", "bc"]).unwrap().to_items().unwrap();
        let texts: Vec<&str> = items.to_vec().unwrap();
        py.detach(std::thread::yield_now);
        assert_eq!(texts, ["a", "bc"]);
        let mut values = items.values::<i32>();
        assert!(values.next().unwrap().unwrap_err().to_string().contains("item 0"));
        assert!(values.next().unwrap().unwrap_err().to_string().contains("item 1"));
        assert!(values.next().is_none() && values.next().is_none());
    });
}

#[test]
fn chunks_give_up_their_items_when_dropped() {
    Python::attach(|py| {
        let list = PyList::empty(py);
        let item = PyDict::new(py);
        for _ in 0..100 {
            list.append(&item).unwrap();
        }
        let before = item.get_refcnt();
        let mut chunks = Chunks::<10>::sized(&list).unwrap();
        assert_eq!(chunks.next_chunk().unwrap().unwrap().len(), 10);
        assert_eq!(item.get_refcnt(), before + 10);
        drop(chunks);
        assert_eq!(item.get_refcnt(), before);
    });
}

#[test]
fn an_ended_iterator_is_not_asked_again() {
    Python::attach(|py| {
        let globals = PyDict::new(py);
        py.run(
            c"class Again:
    asked = 0
    def __iter__(self): return self
    def __next__(self):
        Again.asked += 1
        if Again.asked % 3 == 0: raise StopIteration
        return Again.asked",
            Some(&globals),
            None,
        )
        .unwrap();
        let again = py.eval(c"Again()", Some(&globals), None).unwrap();
        let mut chunks = again.item_chunks().unwrap();
        assert_eq!(chunks.next_chunk().unwrap().map(|chunk| chunk.len()), Some(2));
        assert!(chunks.next_chunk().unwrap().is_none());
        let asked = again.getattr("asked").unwrap().extract::<u8>().unwrap();
        assert_eq!(asked, 3);
        let mut chunks = py.eval(c"iter([1, 2])", None, None).unwrap().item_chunks().unwrap();
        let mut buffer = [0u8; 4];
        assert_eq!(chunks.read(&mut buffer[..0]).unwrap(), 0);
        assert_eq!(chunks.read(&mut buffer).unwrap(), 2);
        assert_eq!(chunks.read(&mut buffer).unwrap(), 0);
        assert!(chunks.next_chunk().unwrap().is_none());
    });
}
