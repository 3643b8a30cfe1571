use everbind::prelude::*;

#[derive(IntoPyObject)]
enum Nothing {}

#[derive(IntoPyObject)]
struct Unit;

fn main() {}
