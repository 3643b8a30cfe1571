//! `Ipv4Addr`, `Ipv6Addr`, `IpAddr`: the addresses of the `ipaddress` module.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::convert::{FromPyObject, IntoPyObject};
use crate::error::{Failure, Kind, PyErr, PyResult};
use crate::object::{Borrowed, Bound};
use crate::python::Python;
use crate::types::support::Imported;
use crate::types::{PyAnyMethods, PyStringMethods};
use crate::{PyAny, intern};

static IPV4: Imported = Imported::new("ipaddress", "IPv4Address");
static IPV6: Imported = Imported::new("ipaddress", "IPv6Address");

/// An address object, or anything whose `str()` is an address.
impl<'py> FromPyObject<'_, 'py> for IpAddr {
    type Error = PyErr;

    const INPUT_TYPE: crate::inspect::TypeHint =
        crate::inspect::TypeHint::text("str | ipaddress.IPv4Address | ipaddress.IPv6Address");

    #[inline]
    fn extract(obj: Borrowed<'_, 'py, PyAny>) -> Result<Self, PyErr> {
        let Some(packed) = obj.getattr_opt(intern!(obj.py(), "packed"))? else {
            return parse(&obj.str()?.to_string_lossy());
        };
        let packed: Vec<u8> = packed.extract()?;
        if let Ok(octets) = <[u8; 4]>::try_from(&packed[..]) {
            Ok(octets.into())
        } else if let Ok(octets) = <[u8; 16]>::try_from(&packed[..]) {
            Ok(octets.into())
        } else {
            let got = format!("{} bytes", packed.len());
            Err(Failure::described(Kind::Value, "an address of 4 or 16 bytes", got))
        }
    }
}

#[inline]
fn parse(text: &str) -> PyResult<IpAddr> {
    text.parse().map_err(|_| Failure::described(Kind::Value, "an IP address", format!("'{text}'")))
}

macro_rules! address_into_pyobject {
    ($($ty:ty, |$address:ident, $py:ident| $expr:expr;)*) => {$(
        impl<'py> IntoPyObject<'py> for $ty {
            type Target = PyAny;
            type Output = Bound<'py, PyAny>;
            type Error = PyErr;

            const OUTPUT_TYPE: crate::inspect::TypeHint =
                crate::inspect::TypeHint::text("ipaddress.IPv4Address | ipaddress.IPv6Address");

            #[inline]
            fn into_pyobject(self, $py: Python<'py>) -> Result<Self::Output, PyErr> {
                let $address = self;
                $expr
            }
        }

        super::copy_into_pyobject!($ty);
    )*};
}

address_into_pyobject! {
    Ipv4Addr, |address, py| IPV4.get(py)?.call1((address.to_bits(),));
    Ipv6Addr, |address, py| IPV6.get(py)?.call1((address.to_bits(),));
    IpAddr, |address, py| match address {
        IpAddr::V4(address) => address.into_pyobject(py),
        IpAddr::V6(address) => address.into_pyobject(py),
    };
}
