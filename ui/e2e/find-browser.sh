#!/usr/bin/env bash
# Prints the path of a Chromium to test with, installing one where that is possible.
set -euo pipefail

found() { echo "$1"; exit 0; }

[ -n "${CHROMIUM:-}" ] && found "$CHROMIUM"
on_path() {
  for name in chromium chromium-browser google-chrome google-chrome-stable; do
    path=$(command -v "$name") && found "$path"
  done
  return 0
}
on_path
mac="/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
[ -x "$mac" ] && found "$mac"

sudo=""
[ "$(id -u)" -eq 0 ] || sudo="sudo -n"
if command -v apt-get >/dev/null && $sudo true 2>/dev/null; then
  { $sudo apt-get update -qq && $sudo apt-get install -y -qq chromium; } >&2 || true
  on_path
fi

cd "$(dirname "$0")/.."
npx playwright install chromium >&2 || true
path=$(node -e 'console.log(require("@playwright/test").chromium.executablePath())')
[ -x "$path" ] && found "$path"

echo "No Chromium found and none could be installed. Install Chromium or Chrome, or set CHROMIUM to its path." >&2
exit 1
