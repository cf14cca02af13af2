# One deployment at a time. What was killed an hour ago holds nobody back.
if [ "$make" = yes ]; then
  mkdir -p -- "$root/releases" "$root/kept" "$root/previews"
elif [ ! -d "$root/releases" ]; then
  echo "there are no releases in $root" >&2
  exit 1
fi
cd -- "$root"
if ! mkdir .lock 2>/dev/null; then
  if [ ! -d .lock ]; then
    echo "cannot write in $root: it has to belong to $(id -un)" >&2
    exit 1
  fi
  if [ -n "$(find .lock -prune -mmin +60)" ] && mv .lock ".lock.$$"; then
    rm -rf ".lock.$$"
    mkdir .lock
  else
    echo "another deployment is going on in $root: $(cat .lock/by 2>/dev/null || :). If it was killed, remove $root/.lock" >&2
    exit 1
  fi
fi
printf '%s, since %s\n' "$who" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" >.lock/by
printf '%s' "$token" >.lock/token
