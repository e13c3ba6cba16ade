#!/usr/bin/env bash
# Judges, annotates, writes the summary of the job and the outputs. Every input is data: it is never looked at by the shell.
set -euo pipefail

cd -- "${INPUT_WORKING_DIRECTORY:-.}"
temp="$(mktemp -d "${RUNNER_TEMP:-${TMPDIR:-/tmp}}/backlint-XXXXXX")"

arguments=(check --fail-on "${INPUT_FAIL_ON:-error}" --output-format github)
arguments+=(--output-format "summary=$temp/summary.md" --output-format "json=$temp/report.json")
[[ -z "${INPUT_SINCE:-}" ]] || arguments+=(--since "$INPUT_SINCE")
[[ -z "${INPUT_CONFIG:-}" ]] || arguments+=(--config "$INPUT_CONFIG")
while IFS= read -r line; do
    [[ -z "$line" ]] || arguments+=(--output-format "$line")
done <<<"${INPUT_OUTPUT:-}"
while IFS= read -r line; do
    [[ -z "$line" ]] || arguments+=("$line")
done <<<"${INPUT_ARGS:-}"
arguments+=(--)
while IFS= read -r line; do
    [[ -z "$line" ]] || arguments+=("$line")
done <<<"${INPUT_PATHS:-}"

code=0
"$BACKLINT" "${arguments[@]}" || code=$?

if [[ -n "${GITHUB_STEP_SUMMARY:-}" && -f "$temp/summary.md" ]]; then
    cat "$temp/summary.md" >>"$GITHUB_STEP_SUMMARY"
fi
# What was not judged has no totals.
if [[ "$code" -lt 2 && -n "${GITHUB_OUTPUT:-}" && -f "$temp/report.json" ]]; then
    # Quotes inside of texts are escaped, so this object is the report's own.
    totals="$(grep -oE '"summary":\{"stories":[0-9]+(,"[a-z_]+":[0-9]+)+\}' "$temp/report.json" | tail -n 1 || true)"
    number() { grep -oE "\"$1\":[0-9]+" <<<"$totals" | head -n 1 | cut -d : -f 2; }
    if [[ -n "$totals" ]]; then
        for pair in errors:errors warnings:warnings open-items:open_items meets-checks:meets_checks; do
            mark="end-$RANDOM$RANDOM$RANDOM"
            printf '%s<<%s\n%s\n%s\n' "${pair%%:*}" "$mark" "$(number "${pair##*:}")" "$mark" >>"$GITHUB_OUTPUT"
        done
    fi
fi
exit "$code"
