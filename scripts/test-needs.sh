#!/usr/bin/env bash
# Installs what tests can use and this machine lacks, from the distribution: PyPy, and the programs that signatures are compared with. Without them those tests are skipped, and say so.
set -u
missing=()
command -v pypy3 >/dev/null || missing+=(pypy3)
command -v minisign >/dev/null || missing+=(minisign)
command -v gpg >/dev/null || missing+=(gnupg)
command -v ssh-keygen >/dev/null || missing+=(openssh-client)
[ "${#missing[@]}" -eq 0 ] && exit 0
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
  echo "note: ${missing[*]} cannot be installed here; tests that need it are skipped"
  exit 0
fi
export DEBIAN_FRONTEND=noninteractive
apt-get install -y -qq "${missing[@]}" >/dev/null 2>&1 ||
  { apt-get update -qq && apt-get install -y -qq "${missing[@]}"; } >/dev/null 2>&1 ||
  echo "note: ${missing[*]} could not be installed; tests that need it are skipped"
exit 0
