//! [`PyClass`] and what belongs to it, under PyO3's paths.

pub use crate::class::{
    CompareOp, Frozen, Mutable, PyClass, PyClassGuard, PyClassGuardError, PyClassGuardMap,
    PyClassGuardMapMut, PyClassGuardMut, PyClassGuardMutError, PyClassGuardMutSuper,
    PyTraverseError, PyVisit, boolean_struct,
};
