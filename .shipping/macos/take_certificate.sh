#!/usr/bin/env bash
# In a workflow on a Mac: takes the certificate from the secrets into a keychain of its own and names it for the build.
# MAC_CERTIFICATE is the .p12 in base64, MAC_CERTIFICATE_PASSWORD opens it, MAC_IDENTITY is its name.
set -euo pipefail
keychain="$RUNNER_TEMP/build.keychain-db"
password=$(uuidgen)
printf '%s' "$MAC_CERTIFICATE" | base64 --decode > "$RUNNER_TEMP/certificate.p12"
security create-keychain -p "$password" "$keychain"
security set-keychain-settings -lut 21600 "$keychain"
security unlock-keychain -p "$password" "$keychain"
security import "$RUNNER_TEMP/certificate.p12" -P "$MAC_CERTIFICATE_PASSWORD" -f pkcs12 -T /usr/bin/codesign \
  -k "$keychain"
security set-key-partition-list -S apple-tool:,apple: -s -k "$password" "$keychain" > /dev/null
security list-keychains -d user -s "$keychain" login.keychain-db
rm "$RUNNER_TEMP/certificate.p12"
echo "CBNET_MAC_IDENTITY=$MAC_IDENTITY" >> "$GITHUB_ENV"
# An application without its signature is no release.
echo "PYINSTALLER_STRICT_BUNDLE_CODESIGN_ERROR=1" >> "$GITHUB_ENV"
