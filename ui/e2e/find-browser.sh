#!/usr/bin/env bash
# Prints the path of a browser to test with, installing one where that is possible:
#   find-browser.sh [chromium|firefox|webkit]
# Nothing is tested without Chromium. Where there is no Firefox or WebKit it says so and prints nothing; in CI it fails.
set -euo pipefail

engine=${1:-chromium}
case $engine in
  chromium)
    given=${CHROMIUM:-}
    names="chromium chromium-browser google-chrome google-chrome-stable"
    mac="/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
    packages="chromium"
    ;;
  firefox)
    given=${FIREFOX:-}
    names="firefox-esr firefox"
    mac="/Applications/Firefox.app/Contents/MacOS/firefox"
    packages="--no-install-recommends firefox-esr"
    ;;
  webkit) # WebKitGTK's driver, which starts its MiniBrowser on the screen that Xvfb gives it.
    given=${WEBKIT:-}
    names="WebKitWebDriver"
    mac=""
    packages="--no-install-recommends webkit2gtk-driver xvfb"
    ;;
esac

found() { echo "$1"; exit 0; }

[ -n "$given" ] && found "$given"
on_path() {
  [ "$engine" = webkit ] && ! command -v Xvfb >/dev/null && return 0
  for name in $names; do
    path=$(command -v "$name") && found "$path"
  done
  return 0
}
on_path
[ -n "$mac" ] && [ -x "$mac" ] && found "$mac"

sudo=""
[ "$(id -u)" -eq 0 ] || sudo="sudo -n"
if command -v apt-get >/dev/null && $sudo true 2>/dev/null; then
  # shellcheck disable=SC2086 # $packages are words
  { $sudo apt-get update -qq && $sudo apt-get install -y -qq $packages; } >&2 || true
  on_path
fi

if [ "$engine" != chromium ]; then
  echo "This machine has no $names and none could be installed: tests in $engine are left out, which CI doesn't allow." >&2
  [ -n "${CI:-}" ] && exit 1
  exit 0
fi

cd "$(dirname "$0")/.."
npx playwright install chromium >&2 || true
path=$(node -e 'console.log(require("@playwright/test").chromium.executablePath())')
[ -x "$path" ] && found "$path"

echo "No Chromium found and none could be installed. Install Chromium or Chrome, or set CHROMIUM to its path." >&2
exit 1
