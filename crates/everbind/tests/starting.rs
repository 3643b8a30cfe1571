//! Attaching while another thread starts Python waits until `site` has run: one test, for Python is
//! started once.
#![cfg(feature = "auto-initialize")]

use std::path::Path;
use std::{env, fs, process, thread};

use everbind::prelude::*;

const SLOW: &str = "import sys, time\nsys.half_way = True\ntime.sleep(0.5)\nsys.done = True\n";

#[test]
fn nobody_attaches_to_a_python_that_is_still_starting() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("starting-{}", process::id()));
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("sitecustomize.py"), SLOW).unwrap();
    // SAFETY: no other thread runs yet.
    unsafe { env::set_var("PYTHONPATH", &folder) };
    let saw = thread::scope(|scope| {
        scope.spawn(Python::initialize);
        let looking = scope.spawn(|| {
            loop {
                let done =
                    Python::try_attach(|py| py.import("sys").unwrap().hasattr("done").unwrap());
                match done {
                    Some(done) => return done,
                    None => thread::yield_now(),
                }
            }
        });
        looking.join().unwrap()
    });
    fs::remove_dir_all(&folder).unwrap();
    assert!(saw);
}
