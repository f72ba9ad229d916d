#!/usr/bin/env bash
# On a Mac: lets Apple look at a disk image and fastens its answer: bash .shipping/macos/notarise.sh IMAGE
# MAC_APPLE_ID and MAC_APP_PASSWORD are an account of the developer programme, MAC_TEAM is its team.
set -euo pipefail
xcrun notarytool submit "$1" --apple-id "$MAC_APPLE_ID" --team-id "$MAC_TEAM" --password "$MAC_APP_PASSWORD" --wait
xcrun stapler staple "$1"
