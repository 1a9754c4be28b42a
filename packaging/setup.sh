#!/bin/sh
# Prepares everything the make targets need: system packages, .venv, bytecode.
# A second run finds the stamp and ends at once.
set -eu
cd "$(dirname "$0")/.."

python=""
for candidate in python3 python3.13 python3.12 python3.11; do
  if command -v "$candidate" >/dev/null 2>&1 &&
     "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    python=$candidate
    break
  fi
done
[ -n "$python" ] || { echo "setup: Python 3.11 or newer is needed and was not found." >&2; exit 1; }

# --- system packages: each named with a probe, so that any distribution's spelling will do
missing=""
need() { missing="$missing $1"; }
library() { ldconfig -p 2>/dev/null | grep -q "$1" || need "$2"; }
PATH="$PATH:/sbin:/usr/sbin"
"$python" -c 'import ensurepip, venv' 2>/dev/null || need python3-venv
command -v age >/dev/null 2>&1 || need age
command -v ssh-keygen >/dev/null 2>&1 || need openssh-client
command -v Xvfb >/dev/null 2>&1 || need xvfb
command -v fc-list >/dev/null 2>&1 || need fontconfig
if ! command -v fc-list >/dev/null 2>&1 || [ -z "$(fc-list ':family=Noto Sans CJK SC')" ]; then
  need fonts-noto-cjk
fi
library libEGL.so.1 libegl1
library libGL.so.1 libgl1
library libglib-2.0.so.0 libglib2.0-0
library libfontconfig.so.1 libfontconfig1
library libdbus-1.so.3 libdbus-1-3
library libxkbcommon.so.0 libxkbcommon0
library libxkbcommon-x11.so.0 libxkbcommon-x11-0
library libxcb-cursor.so.0 libxcb-cursor0
library libxcb-icccm.so.4 libxcb-icccm4
library libxcb-keysyms.so.1 libxcb-keysyms1
library libxcb-image.so.0 libxcb-image0
library libxcb-render-util.so.0 libxcb-render-util0
library libxcb-shape.so.0 libxcb-shape0
library libxcb-randr.so.0 libxcb-randr0
library libxcb-xkb.so.1 libxcb-xkb1
library libxcb-sync.so.1 libxcb-sync1
library libxcb-shm.so.0 libxcb-shm0
library libxcb-xfixes.so.0 libxcb-xfixes0
library libX11-xcb.so.1 libx11-xcb1
if [ -n "$missing" ]; then
  if [ "$(id -u)" -ne 0 ]; then
    echo "setup: system packages are missing. Run this, then start again:" >&2
    echo "  sudo apt-get update && sudo apt-get install -y --no-install-recommends$missing" >&2
    exit 1
  fi
  echo "setup: installing$missing"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -q >/dev/null
  # shellcheck disable=SC2086
  apt-get install -y -q --no-install-recommends $missing >/dev/null
fi

# --- Python packages from the hash-locked list
stamp=".venv/.stamp-$("$python" -c '
import hashlib, sys
d = hashlib.sha256(sys.version.encode())
for name in ("packaging/requirements.txt", "pyproject.toml"):
    d.update(open(name, "rb").read())
print(d.hexdigest()[:24])')"
if [ ! -f "$stamp" ]; then
  rm -rf .venv
  echo "setup: creating .venv"
  "$python" -m venv .venv
  .venv/bin/python -m pip --disable-pip-version-check install -q --require-hashes --no-deps -r packaging/requirements.txt
  .venv/bin/python -m pip --disable-pip-version-check install -q --no-deps --no-build-isolation -e .
  .venv/bin/python -m compileall -q -j 0 .venv/lib >/dev/null 2>&1 || true
  touch "$stamp"
fi
.venv/bin/python -m compileall -q zgc_review ui db resources
