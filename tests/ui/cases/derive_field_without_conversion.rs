use everbind::prelude::*;

struct Opaque;

#[derive(FromPyObject)]
struct Read {
    field: Opaque,
}

#[derive(IntoPyObject)]
struct Write {
    field: Opaque,
}

fn main() {}
