# What must hold before a commit is offered to others.
ready:
    .ci/run

# The tests alone.
test:
    cargo test

# Write down what the rules' pages find now; read the diff.
bless:
    BLESS=1 cargo test --test it

# How well the text rules read labelled stories, and how often they speak in real backlogs; without the folders there is nothing to measure.
evaluate data="../shared/data" corpora="../shared/corpora":
    cargo run --release --example evaluate -- {{data}} {{corpora}}

# How long whole runs take, against reading the same files and against other linters; about half an hour, less with `--stories 10000`.
bench *arguments:
    cargo bench --bench runs -- {{arguments}}

# Look for bytes that break something: every target of `fuzz/`, so many executions each.
fuzz executions="1000000":
    fuzz/run {{executions}}
