//! Python's operators as methods of [`PyAnyMethods`](super::PyAnyMethods): one table, from
//! which both the declarations and the implementations come.

/// Applies `$then` to each line of the table: kind, method, the Python it stands
/// for, and the C function or comparison.
macro_rules! operators {
    ($then:ident) => {
        $then! {
            unary neg "-self" PyNumber_Negative;
            unary pos "+self" PyNumber_Positive;
            unary abs "abs(self)" PyNumber_Absolute;
            unary bitnot "~self" PyNumber_Invert;
            comparison lt "self < other" Lt;
            comparison le "self <= other" Le;
            comparison eq "self == other" Eq;
            comparison ne "self != other" Ne;
            comparison gt "self > other" Gt;
            comparison ge "self >= other" Ge;
            binary add "self + other" PyNumber_Add;
            binary sub "self - other" PyNumber_Subtract;
            binary mul "self * other" PyNumber_Multiply;
            binary matmul "self @ other" PyNumber_MatrixMultiply;
            binary div "self / other" PyNumber_TrueDivide;
            binary floor_div "self // other" PyNumber_FloorDivide;
            binary rem "self % other" PyNumber_Remainder;
            binary divmod "divmod(self, other)" PyNumber_Divmod;
            binary lshift "self << other" PyNumber_Lshift;
            binary rshift "self >> other" PyNumber_Rshift;
            binary bitand "self & other" PyNumber_And;
            binary bitor "self | other" PyNumber_Or;
            binary bitxor "self ^ other" PyNumber_Xor;
        }
    };
}

macro_rules! declare {
    ($($kind:ident $name:ident $python:literal $core:ident;)*) => {
        $($crate::types::any_operators::declare_one!($kind $name $python);)*
    };
}

macro_rules! declare_one {
    (unary $name:ident $python:literal) => {
        #[doc = concat!("Python's `", $python, "`.")]
        ///
        /// # Errors
        /// What the operation raises.
        fn $name(&self) -> PyResult<Bound<'py, PyAny>>;
    };
    (comparison $name:ident $python:literal) => {
        #[doc = concat!("Python's `", $python, "`, as a truth value.")]
        ///
        /// # Errors
        /// What the comparison raises.
        fn $name<O>(&self, other: O) -> PyResult<bool>
        where
            O: IntoPyObject<'py>;
    };
    (binary $name:ident $python:literal) => {
        #[doc = concat!("Python's `", $python, "`.")]
        ///
        /// # Errors
        /// What the operation raises.
        fn $name<O>(&self, other: O) -> PyResult<Bound<'py, PyAny>>
        where
            O: IntoPyObject<'py>;
    };
}

macro_rules! implement {
    ($($kind:ident $name:ident $python:literal $core:ident;)*) => {
        $($crate::types::any_operators::implement_one!($kind $name $core);)*
    };
}

macro_rules! implement_one {
    (unary $name:ident $core:ident) => {
        #[inline]
        fn $name(&self) -> PyResult<Bound<'py, PyAny>> {
            ops::unary(self, ffi::$core)
        }
    };
    (comparison $name:ident $core:ident) => {
        #[inline]
        fn $name<O>(&self, other: O) -> PyResult<bool>
        where
            O: IntoPyObject<'py>,
        {
            ops::holds(self, any(self, other)?.as_borrowed(), CompareOp::$core)
        }
    };
    (binary $name:ident $core:ident) => {
        #[inline]
        fn $name<O>(&self, other: O) -> PyResult<Bound<'py, PyAny>>
        where
            O: IntoPyObject<'py>,
        {
            ops::binary(self, any(self, other)?.as_borrowed(), ffi::$core)
        }
    };
}

pub(super) use {declare, declare_one, implement, implement_one, operators};
