//! Is a story ready, what does it lack, what blocks it.

mod assess;

pub use assess::{Assessment, assess, open_items};
