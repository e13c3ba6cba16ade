#!/usr/bin/env bash
# Writes what the pre-commit program installs without compiling: mirror.sh VERSION FOLDER. A package that is nothing but its dependency on the
# wheel of this very version, and the hook of this repository with another language.
set -euo pipefail

version="${1#v}"
folder="$2"
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"

mkdir -p "$folder"
sed 's/^  language: rust$/  language: python/' "$root/.pre-commit-hooks.yaml" >"$folder/.pre-commit-hooks.yaml"
cat >"$folder/pyproject.toml" <<TOML
[build-system]
requires = ["setuptools>=68"]
build-backend = "setuptools.build_meta"

[project]
name = "backlint-pre-commit"
version = "$version"
dependencies = ["backlint==$version"]

[tool.setuptools]
py-modules = []
TOML
