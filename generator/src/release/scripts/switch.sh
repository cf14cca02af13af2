# The pointer is a link; another is renamed over it, so that there is always one.
cd -- "$root"
ln -s -- "releases/$name" ".current.$$"
mv -T -f -- ".current.$$" current
printf '%s %s %s %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$name" "$what" "$who" >>history
