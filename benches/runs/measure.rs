//! Whole runs of programs, taking turns.

use std::{
    fmt,
    process::{Command, Stdio},
    time::Instant,
};

use wait4::Wait4 as _;

use super::Outcome;

/// What one run took.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cost {
    /// From start to end, in seconds.
    pub wall: f64,
    /// On all cores together, in seconds.
    pub cpu: f64,
    /// The most memory it held, in bytes.
    pub memory: u64,
}

impl fmt::Display for Cost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.3} s, {:.3} s of CPU, {} MB", self.wall, self.cpu, self.memory / 1_000_000)
    }
}

/// Runs `commands` in turns, `runs` times each, after one run that does not count; the median of each figure.
pub fn medians<const N: usize>(mut commands: [Command; N], runs: usize) -> Outcome<[Cost; N]> {
    let mut costs: [Vec<Cost>; N] = std::array::from_fn(|_| Vec::new());
    for turn in 0..=runs {
        for (command, costs) in commands.iter_mut().zip(&mut costs) {
            let cost = once(command)?;
            if turn > 0 {
                costs.push(cost);
            }
        }
    }
    Ok(costs.map(|costs| Cost {
        wall: median(costs.iter().map(|cost| cost.wall)),
        cpu: median(costs.iter().map(|cost| cost.cpu)),
        memory: costs.iter().map(|cost| cost.memory).max().unwrap_or_default(),
    }))
}

fn once(command: &mut Command) -> Outcome<Cost> {
    let started = Instant::now();
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    let ended = child.wait4()?;
    let wall = started.elapsed().as_secs_f64();
    // 0 is clean and 1 has findings; anything else did not do what is measured.
    if !matches!(ended.status.code(), Some(0 | 1)) {
        return Err(format!("{command:?} ended with {}", ended.status).into());
    }
    let used = ended.rusage;
    Ok(Cost { wall, cpu: (used.utime + used.stime).as_secs_f64(), memory: used.maxrss })
}

fn median(figures: impl Iterator<Item = f64>) -> f64 {
    let mut figures: Vec<f64> = figures.collect();
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or_default()
}
