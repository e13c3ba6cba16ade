//! Settings held against their declarations.

use super::{Check, Keys, Names, Shape, join};
use crate::{
    settings::{Mistake, Mistakes, Scalar, Setting, Table, Value},
    source::TextRange,
};

impl Keys {
    /// Notes every mistake in a table at a path; `what` is what an unknown key is called in a message.
    pub fn check(self, path: &str, what: &str, table: &Table, mistakes: &mut Mistakes) {
        for (name, setting) in &table.0 {
            match self.below(path).find(|(own, _)| own == name) {
                Some((_, key)) => self.shape(key.path, &key.shape, (name, setting), mistakes),
                None => mistakes.unknown(setting.origin.key, what, name, self.below(path).map(|(own, _)| own)),
            }
        }
    }

    fn shape(self, path: &str, shape: &Shape, (name, setting): (&str, &Setting), mistakes: &mut Mistakes) {
        let range = setting.origin.value;
        let wanted = match (shape, &setting.value, setting.text()) {
            (Shape::Free(_), ..) | (Shape::Flag, Value::Scalar(Scalar::Flag(_)), _) => return,
            (Shape::Like(path), ..) => {
                return self.find(path).into_iter().for_each(|key| self.shape(path, &key.shape, (name, setting), mistakes));
            }
            (Shape::Either(shape, _) | Shape::Many(shape), _, Some(_)) | (Shape::Either(_, shape), ..) => {
                return self.shape(path, shape, (name, setting), mistakes);
            }
            (Shape::List(each) | Shape::Many(each), Value::List(items), _) => {
                return items.iter().for_each(|item| self.shape(path, each, (name, item), mistakes));
            }
            (Shape::Tables(_), Value::List(items), _) => {
                let path = format!("{path}[]");
                return items.iter().for_each(|item| self.shape(&path, &Shape::Table("key"), (name, item), mistakes));
            }
            (Shape::Table(what), Value::Table(table), _) => return self.check(path, what, table, mistakes),
            (Shape::Names(names), Value::Table(table), _) => return self.names(path, names, table, mistakes),
            (Shape::Word(words), _, Some(text)) => {
                words.check(range, text, mistakes);
                return;
            }
            (Shape::Text(check, _), _, Some(text)) => {
                accepts(*check, range, (name, text), mistakes);
                return;
            }
            (Shape::Value(accepts, ..), ..) if accepts(setting) => return,
            (Shape::Value(_, takes, _), ..) => return mistakes.add(range, format!("`{name}` takes {takes}")),
            (Shape::Table(_) | Shape::Names(_), ..) => "a table",
            (Shape::Tables(_) | Shape::List(_) | Shape::Many(_), ..) => "a list",
            (Shape::Flag, ..) => "true or false",
            (Shape::Word(_) | Shape::Text(..), ..) => "text",
        };
        mistakes.wrong_type(setting, name, wanted);
    }

    fn names(self, path: &str, names: &Names, table: &Table, mistakes: &mut Mistakes) {
        let each = self.find(&join(path, "*"));
        for (name, setting) in &table.0 {
            let is_right = match names {
                Names::Any => true,
                Names::Of(words) => words.check(setting.origin.key, name, mistakes),
                Names::Checked(check) => accepts(*check, setting.origin.key, (name, name), mistakes),
            };
            if let Some(key) = each.filter(|_| is_right) {
                self.shape(key.path, &key.shape, (name, setting), mistakes);
            }
        }
    }
}

fn accepts(check: Check, range: TextRange, (name, text): (&str, &str), mistakes: &mut Mistakes) -> bool {
    let found = check(name, text);
    found.map_err(|(message, help)| mistakes.0.push(Mistake { range, message, help })).is_ok()
}
