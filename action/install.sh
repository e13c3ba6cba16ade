#!/usr/bin/env bash
# Gets the binary: a released one whose sum stands in sums.txt, else one built from what this action comes with.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
sums="$here/sums.txt"
base="https://github.com/backlint/backlint/releases/download"
protocol=(--proto "=https" --tlsv1.2)
version="${INPUT_VERSION:-}"
version="${version#v}"
into="$(mktemp -d "${RUNNER_TEMP:-${TMPDIR:-/tmp}}/backlint-XXXXXX")"

fail() {
    printf 'backlint: %s\n' "$1" >&2
    exit 1
}

# The platform as releases name it; nothing where there is none.
target() {
    case "$(uname -s)-$(uname -m)" in
        Linux-x86_64) echo x86_64-unknown-linux-musl ;;
        Linux-aarch64 | Linux-arm64) echo aarch64-unknown-linux-musl ;;
        Darwin-x86_64) echo x86_64-apple-darwin ;;
        Darwin-arm64) echo aarch64-apple-darwin ;;
        MINGW*-x86_64 | MSYS*-x86_64 | CYGWIN*-x86_64) echo x86_64-pc-windows-msvc ;;
    esac
}

hand_over() {
    printf 'binary=%s\n' "$1" >>"${GITHUB_OUTPUT:-/dev/stdout}"
    exit 0
}

build() {
    printf 'backlint: building from source, %s\n' "$1" >&2
    command -v cargo >/dev/null || fail "building needs cargo, which is not installed"
    # Nothing that lies in the checkout has a say: no toolchain file, no configuration of cargo.
    local source
    source="$(cd "$here/.." && pwd)"
    (
        cd "$into"
        RUSTUP_TOOLCHAIN="${RUSTUP_TOOLCHAIN:-stable}" cargo install --locked --quiet --path "$source" --root "$into"
    )
    hand_over "$into/bin/backlint"
}

# The table is of our own making, but what is looked up in it may be anything: fields are compared as text.
sum_of() {
    awk -v version="$1" -v target="$2" '!/^#/ && $1 == version && $2 == target { print $3; exit }' "$sums"
}

if [[ "$version" == source ]]; then
    build "as asked"
fi
if [[ -z "$version" ]]; then
    version="$(awk '!/^#/ && NF == 3 { last = $1 } END { print last }' "$sums")"
    [[ -n "$version" ]] || build "there is no release yet"
fi
[[ "$version" =~ ^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.]+)?$ ]] || fail "\`version\` is no version; write it as 1.2.3"
target="$(target)"
[[ -n "$target" ]] || fail "there is no binary for $(uname -s) on $(uname -m); set \`version: source\` to build one"
awk -v version="$version" '!/^#/ && $1 == version { found = 1 } END { exit !found }' "$sums" \
    || fail "version $version is not known to this release of the action; use a newer one, or leave \`version\` out"
sum="$(sum_of "$version" "$target")"
[[ -n "$sum" ]] || fail "version $version has no binary for $target; set \`version: source\` to build what this action comes with"

archive="backlint-v$version-$target.tar.gz"
url="$base/v$version/$archive"
curl --fail --silent --show-error --location --retry 3 --max-time 120 ${protocol[@]+"${protocol[@]}"} --output "$into/$archive" -- "$url" \
    || fail "cannot download $url"
if command -v sha256sum >/dev/null; then
    found="$(sha256sum <"$into/$archive")"
else
    found="$(shasum -a 256 <"$into/$archive")"
fi
[[ "${found%% *}" == "$sum" ]] || fail "$archive is not what was released: its SHA-256 is ${found%% *}, not $sum"
# A path such as `D:\a` is a host to GNU tar, so it gets none.
(cd "$into" && tar -xzf "$archive")
binary="$into/backlint"
[[ -f "$binary" ]] || binary="$into/backlint.exe"
[[ -f "$binary" ]] || fail "$archive holds no backlint"
hand_over "$binary"
