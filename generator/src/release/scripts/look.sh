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
if [ -f current/forms-fn ]; then printf 'program %s\n' "$(sha256sum current/forms-fn | cut -c 1-64)"; fi
# Names that begin with a dot are on their way.
ls -1tr releases | sed 's/^/release /'
if [ -f history ]; then sed 's/^/history /' history; fi
