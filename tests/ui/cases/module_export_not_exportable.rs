use everbind::prelude::*;

fn plain() {}

#[pymodule]
mod module {
    #[pymodule_export]
    use super::plain;

    #[pymodule_export]
    fn function() {}
}

fn main() {}
