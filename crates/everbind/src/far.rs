//! Cold functions, called through a pointer.
//!
//! *Problem.* For each function that it compiles, rustc's MIR inliner walks everything which that
//! function can reach, to find cycles. Nearly every function of ours can fail, and what is behind a
//! failure (fetching an exception, wording a message, a class made on first use) reaches far. The
//! walks took a fifth of the time in which the crate compiles.
//!
//! *How.* The walk follows calls of functions, not calls of pointers. So the few doors to the cold
//! cores are calls of a constant pointer, which LLVM turns into direct calls: they cost nothing.

/// `far!(function: fn(Argument) -> Answer)(argument)` is `function(argument)`; see the module.
macro_rules! far {
    ($function:path: $signature:ty) => {{
        const FAR: $signature = $function;
        FAR
    }};
}
