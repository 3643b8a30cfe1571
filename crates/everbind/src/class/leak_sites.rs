//! Where living instances were made, counted: the table behind the leak report (`leaks.rs`).
//!
//! Sites count, and a table finds the site of an address. All is written with plain loops: it is in every library that has classes.

use std::collections::TryReserveError;
use std::ffi::c_int;
use std::panic::Location;

use super::record::ClassRecord;

/// Where an instance is about to be made.
pub(super) struct Birth {
    pub(super) record: &'static ClassRecord,
    pub(super) file: String,
    pub(super) line: c_int,
}

/// Where instances of a class are made.
struct Site {
    record: &'static ClassRecord,
    /// The file of the Python code, empty where none runs, and the line.
    file: String,
    line: c_int,
    rust: Option<&'static Location<'static>>,
    /// How many instances made here are alive.
    alive: usize,
}

/// All that is known.
pub(super) struct Known {
    sites: Vec<Site>,
    /// By their address: each instance and the number of its site.
    instances: Vec<Vec<(usize, usize)>>,
}

/// How many lists there are for the instances.
const LISTS: usize = 1 << 12;

impl Known {
    pub(super) const fn new() -> Self {
        Known { sites: Vec::new(), instances: Vec::new() }
    }

    /// Counts an instance.
    ///
    /// # Errors
    /// Without memory for the table.
    pub(super) fn add(
        &mut self,
        address: usize,
        birth: Birth,
        rust: Option<&'static Location<'static>>,
    ) -> Result<(), TryReserveError> {
        let Birth { record, file, line } = birth;
        if self.instances.is_empty() {
            self.instances.try_reserve_exact(LISTS)?;
            self.instances.resize_with(LISTS, Vec::new);
        }
        let mut number = 0;
        while number < self.sites.len() {
            let site = &self.sites[number];
            let same = std::ptr::eq(site.record, record) && site.line == line && site.rust == rust;
            if same && site.file == file {
                break;
            }
            number += 1;
        }
        if number == self.sites.len() {
            self.sites.try_reserve(1)?;
            self.sites.push(Site { record, file, line, rust, alive: 0 });
        }
        let list = &mut self.instances[list(address)];
        list.try_reserve(1)?;
        list.push((address, number));
        self.sites[number].alive += 1;
        Ok(())
    }

    /// Forgets an instance, if it was counted.
    pub(super) fn remove(&mut self, address: usize) {
        let Some(list) = self.instances.get_mut(list(address)) else { return };
        let mut place = 0;
        while place < list.len() {
            if list[place].0 == address {
                let (_, number) = list.swap_remove(place);
                self.sites[number].alive -= 1;
                return;
            }
            place += 1;
        }
    }

    /// How many instances of the class of site `first` are alive; zero unless it is the class's first site.
    fn of_class(&self, first: usize) -> usize {
        let record = self.sites[first].record;
        let mut alive = 0;
        for (number, site) in self.sites.iter().enumerate() {
            if std::ptr::eq(site.record, record) {
                if number < first {
                    return 0;
                }
                alive += site.alive;
            }
        }
        alive
    }

    /// The report.
    pub(super) fn text(&self) -> String {
        let mut all = 0;
        for site in &self.sites {
            all += site.alive;
        }
        let mut text = match all {
            0 => String::from("everbind: no instance is alive at exit\n"),
            1 => String::from("everbind: 1 instance is alive at exit\n"),
            _ => format!("everbind: {all} instances are alive at exit\n"),
        };
        for first in 0..self.sites.len() {
            let alive = self.of_class(first);
            if alive == 0 {
                continue;
            }
            let record = self.sites[first].record;
            let name = record.tables().name.to_string_lossy();
            text.push_str(&format!("  {alive} of {name}\n"));
            for site in &self.sites {
                if std::ptr::eq(site.record, record) && site.alive != 0 {
                    text.push_str(&site.text());
                }
            }
        }
        text
    }
}

impl Site {
    fn text(&self) -> String {
        let Site { alive, file, line, .. } = self;
        match (self.rust, file.is_empty()) {
            (Some(rust), true) => format!("    {alive} made at {rust}\n"),
            (Some(rust), false) => format!("    {alive} made at {rust}, called at {file}:{line}\n"),
            (None, true) => format!("    {alive} made outside of Python code\n"),
            (None, false) => format!("    {alive} made at {file}:{line}\n"),
        }
    }
}

/// Which list an address is on: addresses of instances are multiples of 16.
fn list(address: usize) -> usize {
    (address >> 4) % LISTS
}
