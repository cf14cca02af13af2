# What has arrived → a release, when it is whole and forms-fn can read it.
cd -- "$root"
if [ -d "$part/kept" ]; then
  (
    cd "$part/kept"
    find . -type d -exec sh -c 'for folder do mkdir -p "$0/$folder"; done' "$root/kept" {} +
    find . -type f -exec sh -c 'for file do mv -f "$file" "$0/$file"; done' "$root/kept" {} +
  )
  rm -rf "$part/kept"
fi
cd "$part"
if ! sha256sum -c SHA256SUMS >.checked 2>/dev/null; then
  echo "it did not arrive whole: $(grep -v ': OK$' .checked | head -n 3)" >&2
  exit 1
fi
program=
if [ -f forms-fn ]; then program=./forms-fn; elif command -v forms-fn >/dev/null; then program=forms-fn; fi
if [ -z "$program" ]; then
  echo unchecked
elif ! "$program" check-forms forms >.checked 2>&1; then
  echo "forms-fn refuses the forms of this release: $(cat .checked)" >&2
  exit 1
fi
rm -f .checked
touch .
cd -- "$root"
sync
mv "$part" "releases/$name"
