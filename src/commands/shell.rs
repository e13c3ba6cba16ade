//! `backlint completions` and `backlint man`.

use clap::CommandFactory as _;
use clap_complete::Shell;

use super::CLEAN;
use crate::{
    cli::Cli,
    error::Error,
    report::{Output, Style},
};

pub(super) fn completions(shell: Shell, style: Style) -> Result<u8, Error> {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "backlint", &mut text);
    Output::terminal().write(style, |_, _, out, _| out.write_all(&text))?;
    Ok(CLEAN)
}

/// One page for all commands.
pub(super) fn manual(style: Style) -> Result<u8, Error> {
    let mut command = Cli::command();
    command.build();
    Output::terminal().write(style, |_, _, out, _| {
        clap_mangen::Man::new(command.clone()).render(out)?;
        for command in command.get_subcommands().filter(|command| command.get_name() != "help") {
            let page = clap_mangen::Man::new(command.clone());
            let mut sections = Vec::new();
            page.render_synopsis_section(&mut sections)?;
            page.render_description_section(&mut sections)?;
            page.render_options_section(&mut sections)?;
            let sections = String::from_utf8_lossy(&sections).replace(".SH ", ".SS ");
            writeln!(out, ".SH BACKLINT {}\n{sections}", command.get_name().to_uppercase())?;
        }
        Ok(())
    })?;
    Ok(CLEAN)
}
