# forms-fn sees new forms by itself within seconds; a new program has to be started.
# One that has failed is started by either verb.
if [ -d /run/systemd/system ] && systemctl cat forms-fn.service >/dev/null 2>&1; then
  systemctl --no-ask-password "$verb" forms-fn.service
else
  echo untold
fi
