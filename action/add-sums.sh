#!/usr/bin/env bash
# Adds a release to sums.txt: add-sums.sh VERSION SHA256SUMS. Doing it twice changes nothing.
set -euo pipefail

version="${1#v}"
sums="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/sums.txt"
sums="${BACKLINT_SUMS:-$sums}"
while read -r sum name; do
    name="${name#\*}"
    case "$name" in
        "backlint-v$version-"*.tar.gz)
            target="${name#"backlint-v$version-"}"
            line="$version ${target%.tar.gz} $sum"
            grep -qxF -- "$line" "$sums" || printf '%s\n' "$line" >>"$sums"
            ;;
    esac
done <"$2"
