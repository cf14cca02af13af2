# Another may have taken it over.
cd -- "$root"
if [ "$(cat .lock/token 2>/dev/null)" = "$token" ]; then rm -rf .lock; fi
