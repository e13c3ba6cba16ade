//! Is a story ready, what does it lack, what blocks it; and what that comes to for a whole backlog.

mod agenda;
mod assess;
mod overview;

pub use agenda::{Agenda, Point, Topic, agenda};
pub use assess::{Assessment, assess, has_ready_word, open_items};
pub use overview::{Count, Group, Nearest, Overview, Supply, overview};
