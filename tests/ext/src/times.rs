//! Durations, points in time and network addresses, both ways.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::time::{Duration, SystemTime};

use everbind::prelude::*;

use crate::identity::identities;

identities! {
    duration: Duration, system_time: SystemTime, ip: IpAddr, option_ip: Option<IpAddr>,
}

#[pymodule(submodule, name = "times")]
pub mod topic {
    use super::*;

    #[pyfunction]
    fn duration_parts(value: Duration) -> (u64, u32) {
        (value.as_secs(), value.subsec_nanos())
    }

    #[pyfunction]
    fn make_duration(secs: u64, nanos: u32) -> Duration {
        Duration::new(secs, nanos)
    }

    #[pyfunction]
    fn since_epoch(value: SystemTime) -> f64 {
        match value.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(after) => after.as_secs_f64(),
            Err(before) => -before.duration().as_secs_f64(),
        }
    }

    #[pyfunction]
    fn at_epoch() -> SystemTime {
        SystemTime::UNIX_EPOCH
    }

    #[pyfunction]
    fn ipv4() -> Ipv4Addr {
        Ipv4Addr::LOCALHOST
    }

    #[pyfunction]
    fn ipv6() -> Ipv6Addr {
        Ipv6Addr::LOCALHOST
    }

    #[pyfunction]
    fn is_loopback(value: IpAddr) -> bool {
        value.is_loopback()
    }

    #[pymodule_init]
    fn init(m: &Bound<'_, PyModule>) -> PyResult<()> {
        identities::register(m)
    }
}
