# What is there: which release is shown, which there are (the newest last), and what was shown when.
if [ ! -d "$root/releases" ]; then
  echo "there are no releases in $root" >&2
  exit 1
fi
cd -- "$root"
if [ -L current ]; then
  shown=$(readlink current)
  printf 'current %s\n' "${shown##*/}"
fi
if [ -f .told ]; then printf 'told %s\n' "$(cat .told)"; fi
if [ -f current/forms-fn ]; then printf 'program %s\n' "$(sha256sum current/forms-fn | cut -c 1-64)"; fi
# Names that begin with a dot are on their way; what has no description is somebody else's.
ls -1tr releases | while IFS= read -r name; do
  if [ -f "releases/$name/release.json" ]; then printf 'release %s\n' "$name"; fi
done
if [ -f history ]; then sed 's/^/history /' history; fi
