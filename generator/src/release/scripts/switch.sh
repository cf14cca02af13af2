# The pointer is a link; another is renamed over it, so that there is always one.
cd -- "$root"
# What can't be written down isn't done.
printf '%s %s %s %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$name" "$what" "$who" >>history
ln -sfn -- "releases/$name" ".current.$$"
mv -T -f -- ".current.$$" current
