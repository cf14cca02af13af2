# Old releases go, and files that no release has named for a month. `old` has a name a line.
cd -- "$root"
printf '%s' "$old" | while IFS= read -r name; do rm -rf -- "releases/$name"; done
for release in releases/*/; do
  [ -f "$release/SHA256SUMS" ] || continue
  (cd "$release" && sed -n 's/^[0-9a-f]*  \(\.\.\/\.\.\/kept\/\)/\1/p' SHA256SUMS | tr '\n' '\0' | xargs -0 -r touch -c --)
done
find kept -type f -mtime +30 -exec rm -f {} +
find kept -mindepth 1 -type d -empty -exec rmdir {} + 2>/dev/null || :
# What was killed on its way here.
rm -f .current.*
find releases previews -mindepth 1 -maxdepth 1 -name '.*' -exec rm -rf {} +
