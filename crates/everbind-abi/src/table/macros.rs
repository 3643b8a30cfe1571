//! The blocks that declare functions and make their tables; `cargo xtask abi` reads the same blocks.

/// Declares a family: functions, and after them types and objects. See the module.
macro_rules! api {
    (
        $( $(#[$doc:meta])* fn $name:ident($($arg:ident: $ty:ty),* $(,)?) $(-> $ret:ty)?; )*
        $( static $data:ident: $object:ty; )*
    ) => {
        #[repr(C)]
        struct Slots {
            $( $name: unsafe extern "C-unwind" fn($($arg: $ty),*) $(-> $ret)?, )*
            $( $data: std::sync::atomic::AtomicPtr<$object>, )*
        }

        static TABLE: $crate::table::Table<std::mem::MaybeUninit<Slots>> =
            $crate::table::Table::new(std::mem::MaybeUninit::zeroed());

        const SLOTS: *const Slots = TABLE.slots() as *const Slots;

        pub(crate) const FAMILY: $crate::table::Family = $crate::table::Family::new(
            &TABLE,
            $crate::table::Kind::Required,
            #[cfg(test)]
            concat!($( stringify!($name), "\0", )* $( stringify!($data), "\0", )*),
            #[cfg(test)]
            "",
        );

        $(
            $(#[$doc])*
            #[doc = "CPython's function of this name.\n\n# Safety\nAs CPython's documentation says; and [`load`](crate::load) has returned `Ok`."]
            #[inline]
            pub unsafe fn $name($($arg: $ty),*) $(-> $ret)? {
                // SAFETY: `load` has filled the table, nothing writes it since, and the arguments
                // are as CPython wants them (all three: caller's contract).
                unsafe {
                    #[cfg(debug_assertions)]
                    $crate::table::check_loaded((&raw const (*SLOTS).$name).cast(), stringify!($name));
                    let hang = $crate::unwind::Hang;
                    let result = ((*SLOTS).$name)($($arg),*);
                    std::mem::forget(hang);
                    result
                }
            }
        )*

        $(
            /// The address of CPython's object of this name; null before [`load`](crate::load).
            #[inline]
            pub fn $data() -> *mut $object {
                // SAFETY: the static lives for ever, and this field is only accessed atomically.
                unsafe { &(*SLOTS).$data }.load(std::sync::atomic::Ordering::Relaxed)
            }
        )*
    };
}

/// As [`api`], for functions during which the thread stays attached; see `quiet.rs`.
macro_rules! quiet {
    ( $( fn $name:ident($($arg:ident: $ty:ty),* $(,)?) $(-> $ret:ty)?; )* ) => {
        #[repr(C)]
        struct Slots {
            $( $name: unsafe extern "C" fn($($arg: $ty),*) $(-> $ret)?, )*
        }

        static TABLE: $crate::table::Table<std::mem::MaybeUninit<Slots>> =
            $crate::table::Table::new(std::mem::MaybeUninit::zeroed());

        const SLOTS: *const Slots = TABLE.slots() as *const Slots;

        pub(crate) const FAMILY: $crate::table::Family = $crate::table::Family::new(
            &TABLE,
            $crate::table::Kind::Required,
            #[cfg(test)]
            concat!($( stringify!($name), "\0", )*),
            #[cfg(test)]
            "",
        );

        $(
            #[doc = "CPython's function of this name.\n\n# Safety\nAs CPython's documentation says; and [`load`](crate::load) has returned `Ok`."]
            #[inline]
            pub unsafe fn $name($($arg: $ty),*) $(-> $ret)? {
                // SAFETY: `load` has filled the table, nothing writes it since, and the arguments
                // are as CPython wants them (all three: caller's contract).
                unsafe {
                    #[cfg(debug_assertions)]
                    $crate::table::check_loaded((&raw const (*SLOTS).$name).cast(), stringify!($name));
                    ((*SLOTS).$name)($($arg),*)
                }
            }
        )*
    };
}

/// Declares functions with `...`, each a static that is called like the function.
macro_rules! variadic {
    ( $( fn $name:ident($($arg:ident: $ty:ty,)* ...) $(-> $ret:ty)?; )* ) => {
        $(
            /// CPython's function of this name.
            pub static $name: $crate::table::Variadic<
                unsafe extern "C" fn($($arg: $ty,)* ...) $(-> $ret)?
            > = $crate::table::Variadic::new();
        )*

        static SLOTS: &[$crate::table::Slot] = &[$( $name.slot(), )*];

        pub(crate) const FAMILY: $crate::table::Family = $crate::table::Family::scattered(
            SLOTS,
            $crate::table::Kind::Scattered,
            #[cfg(test)]
            concat!($( stringify!($name), "\0", )*),
        );
    };
}

/// Declares functions newer than the oldest version: each with the version whose stable ABI it joined,
/// its replacement and, in brackets, an older private name. The slot of a function that the interpreter has
/// not stays null, and the call takes the replacement: so a library has only those in it that it can need,
/// and no table of their addresses.
macro_rules! newer {
    ( $(
        ($($version:tt)*) fn $name:ident($($arg:ident: $ty:ty),* $(,)?) $(-> $ret:ty)?
            = $fallback:path $([$older:ident])?;
    )* ) => {
        #[repr(C)]
        struct Slots {
            $( $name: Option<unsafe extern "C" fn($($arg: $ty),*) $(-> $ret)?>, )*
        }

        static TABLE: $crate::table::Table<Slots> =
            $crate::table::Table::new(Slots { $( $name: None, )* });

        pub(crate) const FAMILY: $crate::table::Family = $crate::table::Family::new(
            &TABLE,
            $crate::table::Kind::Newer,
            #[cfg(test)]
            concat!($( stringify!($name), "\0", )*),
            #[cfg(test)]
            concat!($( concat!("" $(, stringify!($older))?, "\0"), )*),
        );

        $(
            #[doc = "CPython's function of this name, on every version.\n\n# Safety\nAs CPython's documentation says; and [`load`](crate::load) has returned `Ok`."]
            #[inline]
            pub unsafe fn $name($($arg: $ty),*) $(-> $ret)? {
                // SAFETY: `load` has filled the table, nothing writes it since, and the arguments
                // are as CPython wants them (all three: caller's contract).
                unsafe {
                    match (*TABLE.slots()).$name {
                        Some(function) => function($($arg),*),
                        None => $fallback($($arg),*),
                    }
                }
            }
        )*
    };
}

/// Declares newer functions that nothing can replace: each is asked for, and may be absent.
macro_rules! optional {
    ( $(
        ($($version:tt)*) fn $name:ident($($arg:ident: $ty:ty),* $(,)?) $(-> $ret:ty)?;
    )* ) => {
        #[repr(C)]
        struct Slots {
            $( $name: Option<unsafe extern "C" fn($($arg: $ty),*) $(-> $ret)?>, )*
        }

        static TABLE: $crate::table::Table<Slots> =
            $crate::table::Table::new(Slots { $( $name: None, )* });

        pub(crate) const FAMILY: $crate::table::Family = $crate::table::Family::new(
            &TABLE,
            $crate::table::Kind::Optional,
            #[cfg(test)]
            concat!($( stringify!($name), "\0", )*),
            #[cfg(test)]
            "",
        );

        $(
            #[doc = "CPython's function of this name, if the interpreter has it.\n\n# Safety\n[`load`](crate::load) has returned `Ok`."]
            #[inline]
            pub unsafe fn $name() -> Option<unsafe extern "C" fn($($arg: $ty),*) $(-> $ret)?> {
                // SAFETY: `load` has filled the table and nothing writes it since (caller's contract).
                unsafe { (*TABLE.slots()).$name }
            }
        )*
    };
}

/// Declares C variables that hold an object: each a variable of ours, which `load` gives its value.
macro_rules! pointers {
    ( $( static $name:ident: *mut $object:ty; )* ) => {
        $(
            /// CPython's variable of this name; null before [`load`](crate::load).
            pub static mut $name: *mut $object = std::ptr::null_mut();
        )*

        static SLOTS: &[$crate::table::Slot] =
            &[$( $crate::table::Slot((&raw mut $name).cast()), )*];

        pub(crate) const FAMILY: $crate::table::Family = $crate::table::Family::scattered(
            SLOTS,
            $crate::table::Kind::Pointers,
            #[cfg(test)]
            concat!($( stringify!($name), "\0", )*),
        );
    };
}

pub(crate) use {api, newer, optional, pointers, quiet, variadic};
