//! `backlint schema`.

use std::path::Path;

use super::{CLEAN, open::Opened};
use crate::{
    cli::{Judging, SchemaOf},
    error::Error,
    layout::{Layout, Variables, preset},
    report::{Output, Style},
    schema,
};

pub(super) fn schema(of: SchemaOf, here: Option<&Path>, style: Style) -> Result<u8, Error> {
    let text = match of {
        SchemaOf::Config => pretty(&schema::config()),
        SchemaOf::Story => pretty(&story(here)),
        SchemaOf::Json => schema::report().to_owned(),
        SchemaOf::List => pretty(&schema::stories::of(schema::stories::Command::List)),
        SchemaOf::Ready => pretty(&schema::stories::of(schema::stories::Command::Ready)),
        SchemaOf::Agenda => pretty(&schema::stories::of(schema::stories::Command::Agenda)),
    };
    Output::terminal().write(style, |_, _, out, _| out.write_all(text.as_bytes()))?;
    Ok(CLEAN)
}

/// The front matter of the backlog here; of the default layout where there is none.
fn story(here: Option<&Path>) -> serde_json::Value {
    let judging = Judging { allow_empty: true, ..Judging::default() };
    let found = Opened::new(here, &judging).and_then(|opened| opened.discover());
    let layout = found.ok().and_then(|found| found.places.into_iter().next()).map(|place| place.policy.layout);
    let default = || preset("stories").and_then(|layout| Layout::resolve(&layout, &Variables::default()).ok());
    let layout: Layout = layout.or_else(default).unwrap_or_default();
    schema::story(&layout, &layout.statuses)
}

fn pretty(schema: &serde_json::Value) -> String {
    format!("{schema:#}\n")
}
