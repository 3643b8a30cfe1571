use everbind::prelude::*;

#[overridable]
struct NoTrait;

#[overridable]
trait Generic<T> {
    fn get(&self) -> PyResult<T>;
}

#[overridable]
trait Methods {
    fn by_value(self) -> PyResult<i64>;

    fn nothing(&self);

    #[pyo3(signature = (a, *, b))]
    fn keyword(&self, a: i64, b: i64) -> PyResult<()>;

    fn __len__(&self) -> PyResult<usize>;
}

fn main() {}
