//! CPU time of the programs we ran: what a busy machine does not distort.

/// CPU-seconds, user and system, of every child that has ended so far; `None` where the system cannot say.
#[cfg(unix)]
pub fn children() -> Option<f64> {
    use nix::sys::resource::{UsageWho, getrusage};
    use nix::sys::time::TimeValLike;
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).ok()?;
    let used = usage.user_time() + usage.system_time();
    Some(used.num_microseconds() as f64 / 1e6)
}

/// As above; not known on this system.
#[cfg(not(unix))]
pub fn children() -> Option<f64> {
    None
}

/// Runs `work` and returns its value with the CPU-seconds its children took.
///
/// Children of other threads that end meanwhile are counted too: measure one thing at a time.
pub fn measured<T>(work: impl FnOnce() -> T) -> (T, Option<f64>) {
    let before = children();
    let value = work();
    let spent = before.and_then(|before| Some(children()? - before));
    (value, spent)
}

#[cfg(all(test, unix))]
mod tests {
    #[test]
    fn a_child_costs_something() {
        let script = "i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done";
        let run = || std::process::Command::new("sh").args(["-c", script]).status().unwrap();
        let (status, spent) = super::measured(run);
        assert!(status.success());
        assert!(spent.unwrap() > 0.0);
    }
}
