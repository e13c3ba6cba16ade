# What must hold before a commit is offered to others.
ready:
    .ci/run

# The tests alone.
test:
    cargo test

# Write down what the rules' pages find now; read the diff.
bless:
    BLESS=1 cargo test --test it
