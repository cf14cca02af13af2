# Whether a release that is there is whole. Compressed copies in `kept` may have been made anew by a later program.
cd -- "$root/releases/$name"
if ! checked=$(grep -Ev '  \.\./\.\./kept/.*\.(br|gz)$' SHA256SUMS | sha256sum -c 2>/dev/null); then
  echo "the release $name is damaged: $(printf '%s\n' "$checked" | grep -v ': OK$' | head -n 3)" >&2
  exit 1
fi
if [ -f forms-fn ]; then sha256sum forms-fn | cut -c 1-64; fi
