# forms-fn sees new forms by itself within seconds; a new program has to be started.
if [ -d /run/systemd/system ] && systemctl is-active --quiet forms-fn.service; then
  systemctl --no-ask-password "$verb" forms-fn.service
else
  echo untold
fi
