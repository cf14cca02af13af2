# One deployment at a time. Whoever is at work touches the lock with each thing that is done, so one that nobody has touched
# for five minutes is of somebody who was killed.
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
  if [ -n "$(find .lock -prune -mmin +5)" ] && mv .lock ".lock.$$"; then
    rm -rf ".lock.$$"
    mkdir .lock
  else
    echo "another deployment is going on in $root: $(cat .lock/by 2>/dev/null || :). If it was killed, wait for five minutes or remove $root/.lock"
    exit 0
  fi
fi
if ! { printf '%s, since %s\n' "$who" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" >.lock/by && printf '%s' "$token" >.lock/token; } 2>/dev/null; then
  rm -rf .lock
  echo "cannot write in $root: is there room on the disk?" >&2
  exit 1
fi
