#!/usr/bin/env bash
# On a Mac: the disk image that the application is dragged from: bash .shipping/macos/make_dmg.sh dist/CBnet.app FOLDER
set -euo pipefail
app=$1 folder=$2
version=$(defaults read "$PWD/$app/Contents/Info" CFBundleShortVersionString)
target="$folder/cbnet-$version-arm64.dmg"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir -p "$folder"
ditto "$app" "$scratch/CBnet.app"
ln -s /Applications "$scratch/Programmer"
hdiutil create -volname "CBnet $version" -srcfolder "$scratch" -format ULFO -ov "$target"
if [ -n "${CBNET_MAC_IDENTITY:-}" ]; then
  codesign --sign "$CBNET_MAC_IDENTITY" --timestamp "$target"
fi
